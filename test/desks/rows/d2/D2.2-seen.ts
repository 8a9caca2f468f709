import { expect } from '@jest/globals';
import { promiseOf } from '../../console-parts.js';
import { clockWhere, inShanghai } from '../../desk-clocks.js';
import { seen } from '../../row.js';

export default seen('D2.2', async (desk, show) => {
  await desk.clock.moveTo('Tue 16:00');
  const agent = await desk.agents.get('d2.2-seen');
  const mail = await desk.doors.mail({
    from: 'd2.2-seen@customer.test',
    to: 'support@levels.example',
    subject: 'D2.2 无法上网',
    text: '中午开始断网。',
  });
  await clockWhere(desk, mail, 'response', ({ target }) => target === 'email');
  const { says, at } = await promiseOf(await desk.screens.ticket(agent, mail), '首次回复');
  expect(inShanghai(new Date(at).toISOString()).slice(11)).toBe('11:00');

  const answeredAt = desk.clock.now().toISOString();
  const call = {
    callId: 'd2.2-seen',
    caller: '+8613800002299',
    callee: '4008009012',
    direction: 'inbound',
    startedAt: answeredAt,
    answeredAt,
  };
  await desk.doors.hook('hotline', call);
  const talk = await desk.ticketOf('d2.2-seen');
  await clockWhere(desk, talk, 'greeting', ({ dueAt }) => dueAt !== null);
  await desk.clock.advance(75_000);
  await clockWhere(desk, talk, 'greeting', ({ breachedAt }) => breachedAt !== null);
  const late = await promiseOf(await desk.screens.ticket(agent, talk), '问候');
  expect(late.says).toMatch(/^问候：已超时/);
  for (const { id } of [mail, talk]) await desk.api('PATCH', `/tickets/${id}`, { status: 'solved' });
  show(
    `beside a mail of Tuesday 16:00 stood “${says}”, which is Wednesday 11:00; beside a call whose caller nobody had asked for “${late.says}”`,
  );
});
