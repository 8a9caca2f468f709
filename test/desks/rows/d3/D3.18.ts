import { expect } from '@jest/globals';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

const FORM = {
  problem: '合同条款的法律问题',
  impact: '客户要求书面答复',
  tried: [{ what: '查阅用户协议', result: '没有规定' }],
  why: '需要法务答复',
};

export default row('D3.18', async (desk, show) => {
  const { desk: profile } = await desk.api<{ desk: { groups: object } }>('GET', '/desk');

  // A machine first; what it cannot do goes to the first line, and from there to the experts who are asked for.
  const { visitor, ticket } = await desk.doors.chatWith('你们公司的法务怎么联系', 'assistant');
  const hears = (words: string) => visitor.until(() => visitor.texts().some((text) => text?.includes(words)), words);
  await hears('智能客服小魔');
  const logistics = await Teams.on(desk, async (teams) => {
    const [yi, fa] = [await teams.come('yi@mofa.example'), await teams.come('fa@mofa.example')];
    await visitor.say('人工');
    await hears('转接人工客服');
    await teams.inGroup(ticket, 'first-line');
    await teams.givenTo(ticket, yi);
    await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '您好，我请法务同事为您处理。' }, yi);
    await desk.api('POST', `/tickets/${ticket.id}/escalations`, { ...FORM, reason: 'complex', suggestedTeam: 'legal' }, yi);
    const given = await teams.givenTo(ticket, fa);
    expect([given.group, given.level]).toEqual([await teams.groupId('legal'), 2]);
    return teams.groupId('logistics');
  });

  // Or, where the script knows, to the second line at once.
  const claim = await desk.doors.chatWith('快递丢了', 'assistant');
  await claim.visitor.say('MG-777123');
  await claim.visitor.until(
    () => claim.visitor.texts().some((text) => text?.includes('MG-777123 是哪种情况')),
    'the question which case it is',
  );
  await claim.visitor.say('显示签收但没收到');
  await desk.ticketWhere(
    claim.ticket.id,
    ({ group, level, tags }) => group === logistics && level === 2 && tags.includes('claim'),
    'a claim with the logistics experts',
  );

  // A program of voice or text takes the same part over the API, with a key for that alone.
  const { key } = await desk.api<{ key: string }>('POST', '/api-keys', { name: 'voice', scopes: ['bot'] });
  const third = await desk.doors.chatWith('我要咨询一个很特别的问题', 'assistant');
  await desk.until(async () => (await desk.ask('GET', `/tickets/${third.ticket.id}/bot`)).status === 200, 'a bot’s conversation');
  const asProgram = { id: '', email: '', headers: { authorization: `Bearer ${key}` } };
  await desk.api('POST', `/tickets/${third.ticket.id}/bot/handover`, { note: '语音摘要：客户想了解企业采购。' }, asProgram);
  await desk.until(
    async () => (await desk.entries(third.ticket)).some(({ plainText }) => plainText.includes('企业采购')),
    'the summary in the thread',
  );
  for (const one of [visitor, claim.visitor, third.visitor]) await one.close();
  expect(Object.keys(profile.groups)).toEqual(expect.arrayContaining(['first-line', 'technical', 'legal', 'logistics']));
  show(
    'first line: the assistant, then agents; second line: technical, legal, logistics, reached from an agent’s escalation (given to the legal agent who was there) or from the script at once; a voice program hands over by the same API with its summary (no telephone robot was connected)',
  );
});
