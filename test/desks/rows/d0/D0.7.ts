import { expect } from '@jest/globals';
import { type ClockSeen, clockWhere, inShanghai, minutesOf } from '../../desk-clocks.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

export default row('D0.7', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  const owner = await desk.agents.get('d0.7-owner');
  const open = async (priority: string) => {
    const ticket = await desk.doors.mail({
      ...{ from: `${priority}@d07.test`, to: 'support@smartcv.example', subject: `A matter of ${priority}`, text: 'Please look.' },
    });
    await desk.api('PATCH', `/tickets/${ticket.id}`, { priority, assignee: owner.id });
    const judged = ({ kind, target }: ClockSeen) => target === `priority-${priority}` || (kind === 'response' && target === 'email');
    return {
      ticket,
      response: await clockWhere(desk, ticket, 'response', judged),
      resolution: await clockWhere(desk, ticket, 'resolution', judged),
    };
  };
  const high = await open('high');
  expect([minutesOf(high.response), minutesOf(high.resolution)]).toEqual([60, 240]);
  const medium = await open('normal');
  expect([minutesOf(medium.response), minutesOf(medium.resolution)]).toEqual([240, 1_440]);
  const low = await open('low');
  expect(minutesOf(low.response)).toBe(1_440);
  // Three working days: Friday at the same time.
  expect(minutesOf(low.resolution)).toBe(3 * 1_440);

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
    `high is due after 1 h and 4 h, medium after 4 working hours and 24 h, low after 24 h and 3 working days; the owner was warned, then told at ${inShanghai(late.breachedAt)} that the hour was over`,
  );
});
