import { expect } from '@jest/globals';
import { clockWhere, inShanghai } from '../../desk-clocks.js';
import { row } from '../../row.js';

export default row('D2.2', async (desk, show) => {
  await desk.clock.moveTo('Tue 16:00');
  const agent = await desk.agents.get('d2.2-an');
  const ticket = await desk.doors.mail({
    from: 'mail@d22.test',
    to: 'support@levels.example',
    subject: 'No network',
    text: 'It is gone since noon.',
  });
  const mail = await clockWhere(desk, ticket, 'response', ({ target }) => target === 'email');
  expect(inShanghai(mail.dueAt).slice(11)).toBe('11:00');

  /** A call that goes on, as the exchange tells it when somebody takes it. */
  const connect = async (callId: string, caller: string, rangS: number) => {
    const answered = desk.clock.now();
    const startedAt = new Date(answered.getTime() - rangS * 1_000).toISOString();
    const call = { callId, caller, callee: '4008009012', direction: 'inbound', startedAt, answeredAt: answered.toISOString() };
    expect(await desk.doors.hook('hotline', call)).toBeLessThan(300);
    return desk.ticketOf(callId);
  };
  const points = (call: { readonly id: string }, given: object) =>
    desk.api('POST', `/tickets/${call.id}/call-points`, { points: given }, agent);

  const long = await connect('d2.2-long', '+8613800002201', 75);
  await desk.clock.advance(10_000);
  await points(long, { problem: '网络中断' });
  const running = await clockWhere(desk, long, 'greeting', ({ dueAt }) => dueAt !== null);
  expect([running.target, running.metAt]).toEqual(['greeted', null]);
  await points(long, { caller: '孙宁' });
  const met = await clockWhere(desk, long, 'greeting', ({ state }) => state === 'met');
  expect(met.breachedAt).toBeNull();
  const seconds = (Date.parse(met.metAt!) - Date.parse(met.startedAt)) / 1_000;
  expect(seconds).toBeGreaterThanOrEqual(10);
  expect(seconds).toBeLessThan(60);

  const silent = await connect('d2.2-silent', '+8613800002202', 5);
  await clockWhere(desk, silent, 'greeting', ({ dueAt }) => dueAt !== null);
  await desk.clock.advance(61_000);
  const late = await clockWhere(desk, silent, 'greeting', ({ breachedAt }) => breachedAt !== null);
  expect([Date.parse(late.breachedAt!) - Date.parse(late.startedAt), late.metAt]).toEqual([60_000, null]);

  // Who was spoken with may be recorded as a contact, too.
  const spoken = await connect('d2.2-spoken', '+8613800002203', 5);
  const made = { way: '电话', reached: true, content: '周宏来电' };
  await desk.api('POST', `/tickets/${spoken.id}/contact-records`, made, agent);
  await clockWhere(desk, spoken, 'greeting', ({ state, breachedAt }) => state === 'met' && breachedAt === null);
  show(
    `a mail of Tuesday 16:00 is due on Wednesday 11:00, four working hours later; a caller who rang for 75 s and was identified ${Math.round(seconds)} s after the connection was in time, one connected after 5 s and never identified was late 60 s later`,
  );
});
