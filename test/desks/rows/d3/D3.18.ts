import { expect } from '@jest/globals';
import { row } from '../../row.js';
import type { Ticket } from '../../desk-views.js';

export default row('D3.18', async (desk, show) => {
  const { desk: profile } = await desk.api<{ desk: { groups: object } }>('GET', '/desk');
  const put = async (id: string, group: string, level: number) =>
    (await desk.api<Ticket>('PATCH', `/tickets/${id}`, { group, level }, li)).group!;
  const li = await desk.agents.get('d3.18-li');

  // A machine first; what it cannot do goes to the first line.
  const { visitor, ticket } = await desk.doors.chatWith('我想咨询合同条款的法律问题', 'assistant');
  const hears = (words: string) => visitor.until(() => visitor.texts().some((text) => text?.includes(words)), words);
  await hears('智能客服小魔');
  await visitor.say('人工');
  await hears('转接人工客服');
  const first = await put(ticket.id, 'first-line', 1);
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '您好，我请法务同事为您处理。' }, li);
  const logistics = await put(ticket.id, 'logistics', 2);
  const legal = await put(ticket.id, 'legal', 2);
  expect(await desk.ticket(ticket.id)).toMatchObject({ group: legal, level: 2 });
  expect(new Set([first, logistics, legal]).size).toBe(3);

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
    'first line: the assistant, then agents; second line: technical, legal, logistics, reached from an agent or from the script at once; a voice program hands over by the same API with its summary (no telephone robot was connected)',
  );
});
