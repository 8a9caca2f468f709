import { expect } from '@jest/globals';
import { callIn } from '../../desk-clocks.js';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

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

  // Calm words in an angry voice, of which the speech service tells when the call is over.
  await Teams.on(desk, async (teams) => {
    const senior = await teams.come('er@mofa.example');
    await teams.come('yi@mofa.example');
    const call = { id: 'd3.17-call', caller: '+8613800131701', answered: 5, ended: 120, said: '我想找一下上次接待我的人' };
    await callIn(desk, call);
    const quiet = await desk.ticketOf(call.id);
    await desk.ticketWhere(quiet.id, ({ mood }) => mood === 'neutral', 'neutral words');
    await callIn(desk, { ...call, mood: 'angry' });
    const loud = await desk.ticketWhere(quiet.id, ({ mood }) => mood === 'angry', 'the anger of the voice');
    expect(loud).toMatchObject({ priority: 'high', tags: ['angry', 'senior-first'] });
    expect(await moodOf(loud.id)).toMatchObject({ label: 'angry', basis: 'speech', because: [] });
    await desk.api('PATCH', `/tickets/${loud.id}`, { status: 'closed' }); // a call is all that one has in hand
    await callIn(desk, { ...call, id: 'd3.17-second', caller: '+8613800131702', mood: 'angry' });
    const second = await desk.ticketOf('d3.17-second');
    await teams.givenTo(second, senior);
    expect((await moodOf(second.id)).basis).toBe('speech');
  });
  show(
    'angry, upset, neutral and satisfied told from the words, and said to be; the anger that a speech service heard in a call with neutral words counts alike, is said to be from speech, and brings the call to the senior agent; anger flags the ticket, raises it and asks for a senior agent, also when it comes up later',
  );
});
