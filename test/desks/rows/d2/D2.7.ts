import { expect } from '@jest/globals';
import { messageTo, minutesAfter, newestWhere, type NoticeSeen, type PlanSeen } from '../../emergency-views.js';
import { row } from '../../row.js';

export default row('D2.7', async (desk, show) => {
  await desk.clock.moveTo('Wed 14:00');
  const agent = await desk.agents.get('d2.7-li');
  const began = desk.clock.now();
  const ticket = await desk.doors.mail({
    from: 'ops@d27.test',
    to: 'support@levels.example',
    subject: 'D2.7 生产环境',
    text: '系统宕机，所有网点都连不上！',
  });
  const path = `/tickets/${ticket.id}/plan-runs`;
  const plan = (fits: (run: PlanSeen) => boolean, what: string) => newestWhere<PlanSeen>(desk, path, fits, what);
  const run = await plan(() => true, 'a plan that runs');
  const due = Object.fromEntries(run.steps.map(({ key, dueAt }) => [key, minutesAfter(began, dueAt)]));
  expect(due).toEqual({ contact: 15, extent: 15, team: 30, workaround: 60, cause: 240 });
  await messageTo(desk, '+8613800020002', (text) => text.includes('召集应急小组'), 'the owner of a step is told');

  await desk.clock.advance(5 * 60_000);
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '我们已收到，正在处理。' }, agent);
  await plan(({ steps }) => steps[0]!.doneAt !== null, 'contact that was made');
  const extent = run.steps.find(({ key }) => key === 'extent')!;
  await desk.api('POST', `/plan-steps/${extent.id}/done`, { result: '华东 12 个网点' }, agent);
  await desk.clock.advance(20 * 60_000);
  await desk.api('POST', `/plan-runs/${run.id}/reports`, { text: '已定位到核心交换机。' }, agent);
  await messageTo(desk, '+8613800020001', (text) => text.includes('已定位到核心交换机'), 'a report to the director');

  await desk.clock.advance(36 * 60_000);
  const late = await plan(({ reports }) => reports.some(({ missed }) => missed), 'a report that nobody wrote');
  expect(late.reports.map(({ place, missed }) => [place, missed])).toEqual([
    [1, false],
    [2, true],
  ]);
  const made = late.reports.find(({ missed }) => missed)!;
  expect(made.text).toContain('华东 12 个网点');
  expect(made.recipients).toContainEqual({ person: 'director', inboxId: 'sms', fault: null });
  await newestWhere<NoticeSeen>(
    desk,
    `/notices?ticket=${ticket.id}`,
    ({ kind, text }) => kind === 'plan_missed' && text.includes('report'),
    'what was missed, to supervisors',
  );
  const calls = `/tickets/${ticket.id}/page-calls`;
  await newestWhere<{ reason: string }>(desk, calls, ({ reason }) => reason.includes('report'), 'a page to the leads');

  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' }, agent);
  const over = await plan(({ state }) => state === 'ended', 'a plan that is over');
  expect(over.reports.map(({ text }) => text)).toContain('问题已解决。');
  show(
    'an outage starts its plan: contact and extent within 15 min, steps with owners and times; reports reach management every 30 min (the first seen at its SMS gateway), the one nobody wrote is made by the house and calls the leads, until it is solved',
  );
});
