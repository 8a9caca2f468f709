import { expect } from '@jest/globals';
import { listOf } from '../../emergency-views.js';
import { row } from '../../row.js';

export default row('D2.15', async (desk, show) => {
  await desk.clock.moveTo('Fri 09:30');
  const alarm = (status: 'firing' | 'resolved') =>
    desk.doors.hook('alarms', {
      title: 'D2.15 内存超过 90%',
      status,
      incident: 'd215-memory',
      severity: 'critical',
      labels: { host: 'gw-7' },
    });
  expect(await alarm('firing')).toBeLessThan(300);
  const ticket = await desk.ticketLike('D2.15');
  await desk.ticketWhere(ticket.id, ({ tags }) => tags.includes('alarm'), 'a ticket of an alarm');
  expect(ticket.priority).toBe('urgent');
  await alarm('firing');
  await desk.clock.advance(120_000);
  await alarm('firing');
  const told = await desk.until(
    async () =>
      (await desk.entries(ticket)).find(
        ({ direction, plainText }) => direction === 'inbound' && /3/.test(plainText) && plainText.includes('D2.15'),
      ),
    'repeats that are counted',
  );
  await alarm('resolved');
  await desk.clock.advance(30 * 60_000);
  const over = await desk.until(
    async () => (await desk.entries(ticket)).find(({ plainText }) => /recover|resolved|恢复/i.test(plainText)),
    'a recovery that is noted',
  );
  const same = (await listOf<{ id: string }>(desk, `/tickets?q=${encodeURIComponent('D2.15')}`)).length;
  expect(same).toBe(1);
  const supervisor = await desk.agents.get('d2.15-chief', 'supervisor');
  const day = desk.clock.now().toISOString().slice(0, 10);
  const statistics = await desk.api<{ rows: unknown[] }>('GET', `/reports/problems?from=${day}&to=${day}`, undefined, supervisor);
  show(
    `an alarm of the product is one ticket, its repeats counted (${told.plainText.split('\n').find((line) => /3/.test(line))}), its recovery noted (${over.plainText.split('\n')[0]}); faults of the day on demand: ${JSON.stringify(statistics).length} characters of a table`,
  );
});
