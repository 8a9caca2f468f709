import { expect } from '@jest/globals';
import { row } from '../../row.js';

interface Recognised {
  readonly items: { readonly kind: string; readonly label: string | null; readonly basis: string; readonly because: string[] }[];
}

export default row('D3.17', async (desk, show) => {
  const write = async (name: string, text: string) => {
    const ticket = await desk.doors.mail({ from: `d3.17-${name}@customer.test`, to: 'support@cr魔法.com', subject: '反馈', text });
    return desk.ticketWhere(ticket.id, ({ mood }) => mood !== null, `how “${text}” sounds`);
  };
  const moodOf = async (id: string) =>
    (await desk.api<Recognised>('GET', `/tickets/${id}/recognition`)).items.find(({ kind }) => kind === 'mood')!;
  const angry = await write('angry', '什么破服务，气死我了！我要投诉！');
  expect(angry).toMatchObject({ mood: 'angry', priority: 'high', tags: ['angry', 'senior-first'] });
  expect(await moodOf(angry.id)).toMatchObject({ label: 'angry', basis: 'words', because: expect.arrayContaining(['气死']) });
  const upset = await write('upset', 'I am disappointed, still no answer after a week');
  expect(upset).toMatchObject({ mood: 'upset', tags: ['upset'] });
  const calm = await write('calm', '请问怎么查看活动奖励');
  expect(calm).toMatchObject({ mood: 'neutral', priority: 'normal', tags: [] });
  const happy = await write('happy', '问题解决了，非常满意，谢谢');
  expect(happy).toMatchObject({ mood: 'satisfied', tags: [] });

  // It follows the conversation.
  const { visitor, ticket } = await desk.doors.chatWith('你好，手柄坏了');
  await desk.ticketWhere(ticket.id, ({ mood }) => mood === 'neutral', 'a calm beginning');
  await visitor.say('等了三天还没人处理，你们是骗子吗！！');
  await desk.ticketWhere(
    ticket.id,
    ({ mood, priority, tags }) => mood === 'angry' && priority === 'high' && tags.includes('angry'),
    'anger in the second message',
  );
  await visitor.close();
  show(
    'angry, upset, neutral and satisfied told from the words, and said to be (no speech service is connected); anger flags the ticket, raises it and asks for a senior agent, also when it comes up later',
  );
});
