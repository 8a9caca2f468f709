import { expect } from '@jest/globals';
import { type ClockSeen, clockWhere, inShanghai, minutesOf } from '../../desk-clocks.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

/** Three working days, 工作日: Thursday to Tuesday. */
const WORKING_DAYS = 5;

export default row('D0.7', async (desk, show) => {
  // Two hours before the chat closes: working time and the clock part here.
  await desk.clock.moveTo('Thu 16:00');
  const owner = await desk.agents.get('d0.7-owner');
  const open = async (priority: string, text: string) => {
    const from = `${priority}@d07.test`;
    const ticket = await desk.doors.mail({ from, to: 'support@smartcv.example', subject: 'D0.7', text });
    await desk.api('PATCH', `/tickets/${ticket.id}`, { assignee: owner.id });
    const judged = ({ kind, target }: ClockSeen) => target === `priority-${priority}` || (kind === 'response' && target === 'email');
    return {
      ticket,
      response: await clockWhere(desk, ticket, 'response', judged),
      resolution: await clockWhere(desk, ticket, 'resolution', judged),
    };
  };
  const high = await open('high', '我的账号被盗了，有异地登录记录。');
  expect([minutesOf(high.response), minutesOf(high.resolution)]).toEqual([60, 240]);
  const medium = await open('normal', '导出失败，点了没反应。');
  // Four working hours: two today, two from nine o'clock on.
  expect([minutesOf(medium.response), minutesOf(medium.resolution)]).toEqual([19 * 60, 1_440]);
  const low = await open('low', '你好，请问你们支持哪些语言？');
  expect(minutesOf(low.response)).toBe(1_440);
  expect(minutesOf(low.resolution)).toBe(WORKING_DAYS * 1_440);

  await desk.clock.advance(50 * 60_000);
  const told = async () =>
    (await desk.api<List<{ kind: string }>>('GET', `/notices?ticket=${high.ticket.id}`, undefined, owner)).items
      .map(({ kind }) => kind)
      .sort();
  await desk.until(async () => (await told()).join() === 'clock_warned', 'a warning to the owner');
  await desk.clock.advance(11 * 60_000);
  const late = await clockWhere(desk, high.ticket, 'response', ({ state }) => state === 'breached');
  expect(late.breachedAt).toBe(high.response.dueAt);
  await desk.until(async () => (await told()).length === 2, 'the owner is told that it ran out');
  const list = await desk.api<List<{ ticketId: string; kind: string }>>('GET', '/clocks?state=breached&kind=response');
  expect(list.items.filter(({ ticketId }) => ticketId === high.ticket.id)).toHaveLength(1);
  await desk.api('POST', `/tickets/${high.ticket.id}/replies`, { text: 'We are on it.' }, owner);
  await clockWhere(desk, high.ticket, 'response', ({ state }) => state === 'met');
  show(
    `by words alone, on Thursday at 16:00: high is due after 1 h and 4 h, medium after 4 working hours and 24 h, low after 24 h and 3 working days; the owner was warned, then told at ${inShanghai(late.breachedAt)} that the hour was over`,
  );
});
