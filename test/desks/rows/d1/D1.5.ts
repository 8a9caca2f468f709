import { expect } from '@jest/globals';
import { noticesOf } from '../../case-views.js';
import { clockWhere, inShanghai, minutesOf } from '../../desk-clocks.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

const NIGHT = 15 * 60;

export default row('D1.5', async (desk, show) => {
  // A quarter of an hour before the office closes: working time and the clock part here.
  await desk.clock.moveTo('Thu 17:45');
  const supervisor = await desk.agents.get('d1.5-chief', 'supervisor');
  const open = async (priority: string, text: string) => {
    const from = `${priority}@d15.test`;
    const { id } = await desk.doors.mail({ from, to: 'service@b2b.example', subject: 'D1.5 网关', text });
    const clock = await clockWhere(desk, { id }, 'response', ({ target }) => target === `priority-${priority}`);
    return { id, clock, openedAt: Date.parse((await desk.api<{ openedAt: string }>('GET', `/tickets/${id}`)).openedAt) };
  };
  const normal = await open('normal', '网关偶尔断线，请看一下。');
  expect(minutesOf(normal.clock)).toBe(120 + NIGHT);
  const urgent = await open('high', '网关断线，请加急处理。');
  expect(minutesOf(urgent.clock)).toBe(30);
  const critical = await open('urgent', '网关断线，全线停产！');
  expect(minutesOf(critical.clock)).toBe(1);
  const reported = await desk.until(
    async () =>
      (
        await desk.api<List<{ ticketId: string; createdAt: string }>>('GET', '/notices?kind=priority_reached', undefined, supervisor)
      ).items.find(({ ticketId }) => ticketId === critical.id),
    'a report to the supervisor',
  );
  expect(Math.abs(Date.parse(reported.createdAt) - critical.openedAt)).toBeLessThan(2_000);
  for (const calm of [normal, urgent]) expect((await noticesOf(desk, calm)).map(({ kind }) => kind)).not.toContain('priority_reached');
  await desk.api('PATCH', `/tickets/${normal.id}`, { priority: 'high' });
  expect(minutesOf(await clockWhere(desk, normal, 'response', ({ target }) => target === 'priority-high'))).toBe(30);
  show(
    `by the customers’ words, on Thursday at 17:45: normal is due after 2 working hours (Friday 10:45), urgent after 30 min, critical after 1 min, and the supervisor was told of it at ${inShanghai(reported.createdAt)}, within 2 s`,
  );
});
