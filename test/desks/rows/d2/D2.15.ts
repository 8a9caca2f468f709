import { expect } from '@jest/globals';
import { listOf } from '../../emergency-views.js';
import { figuresWhere } from '../../desk-feedback.js';
import { row } from '../../row.js';

/** Line of the entry: sent three times, one alarm, which goes on. */
const COUNTED = '告警 3 次，不同告警 1 个，仍在告警 1 个';

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
  // The desk has three priorities.
  expect(ticket.priority).toBe('high');
  await alarm('firing');
  await desk.clock.advance(120_000);
  await alarm('firing');
  const told = await desk.until(
    async () =>
      (await desk.entries(ticket)).find(({ direction, plainText }) => direction === 'inbound' && plainText.split('\n').includes(COUNTED)),
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
  // Another fault the same day: both are in the statistics, under what they are.
  const other = { title: 'D2.15 流量超过阈值', status: 'firing', incident: 'd215-traffic', severity: 'warning', labels: { host: 'gw-8' } };
  expect(await desk.doors.hook('alarms', other)).toBeLessThan(300);
  const second = await desk.ticketLike('D2.15 流量');
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  const day = desk.clock.now().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
  const isOurs = ({ example }: Record<string, unknown>) => example === ticket.number || example === second.number;
  const [statistics] = (
    await figuresWhere(desk, `problems?from=${day}&to=${day}`, (rows) => {
      const ours = rows.find(isOurs);
      return ours?.['inquiries'] === 2 && ours['unsolved'] === 1;
    })
  ).filter(isOurs) as [Record<string, unknown>];
  expect([statistics['category'], statistics['unsolved']]).toEqual([expect.stringMatching(/告警|alarm/), 1]);
  show(
    `an alarm of the product is one ticket, its repeats counted (${told.plainText.split('\n').find((line) => line === COUNTED)}), its recovery noted (${over.plainText.split('\n')[0]}); faults of the day on demand: ${statistics['inquiries']} alarms, ${statistics['unsolved']} not solved yet`,
  );
});
