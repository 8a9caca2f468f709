import { expect } from '@jest/globals';
import { clockWhere, inShanghai, minutesOf } from '../../desk-clocks.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

export default row('D1.5', async (desk, show) => {
  await desk.clock.moveTo('Tue 10:00');
  const supervisor = await desk.agents.get('d1.5-chief', 'supervisor');
  const open = async (priority: string) => {
    const ticket = await desk.doors.mail({
      ...{ from: `${priority}@d15.test`, to: 'service@b2b.example', subject: `A matter of ${priority}`, text: 'Please look.' },
    });
    await desk.api('PATCH', `/tickets/${ticket.id}`, { priority });
    return { ticket, clock: await clockWhere(desk, ticket, 'response', ({ target }) => target === `priority-${priority}`) };
  };
  expect(minutesOf((await open('normal')).clock)).toBe(120);
  expect(minutesOf((await open('high')).clock)).toBe(30);
  const critical = await open('urgent');
  expect(minutesOf(critical.clock)).toBe(1);
  const reported = await desk.until(
    async () =>
      (
        await desk.api<List<{ kind: string; ticketId: string; createdAt: string }>>(
          'GET',
          '/notices?kind=priority_reached',
          undefined,
          supervisor,
        )
      ).items.find(({ ticketId }) => ticketId === critical.ticket.id),
    'a report to the supervisor',
  );
  show(
    `normal is due after 2 h, urgent after 30 min, critical after 1 min, and the supervisor was told of it at ${inShanghai(reported.createdAt)}, in the same minute`,
  );
});
