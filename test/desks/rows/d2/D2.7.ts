import { expect } from '@jest/globals';
import { groupHears, listOf, messageTo, minutesAfter, newestWhere, type NoticeSeen, type PlanSeen } from '../../emergency-views.js';
import type { DeskAgent } from '../../desk-agents.js';
import type { Ticket } from '../../desk-views.js';
import { row } from '../../row.js';
import type { RunningDesk } from '../../running-desk.js';

/** Emergencies in words of customers, one of each kind. */
const EMERGENCIES = [
  '登录页打不开，全部用户无法访问。',
  '产线停机了，请马上处理。',
  '昨天的订单数据没了。',
  '扫描发现系统有漏洞，已被攻击。',
] as const;

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
  for (const to of ['+8613800020001', '+8613800020002'])
    await messageTo(desk, to, (text) => text.includes('已定位到核心交换机'), `a report to ${to}`);

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

  const kinds = [];
  for (const [index, text] of EMERGENCIES.entries()) {
    const mail = { from: `ops${index}@d27.test`, to: 'support@levels.example', subject: `D2.7 紧急 ${index}`, text };
    kinds.push((await startedBy(desk, agent, await desk.doors.mail(mail))).number);
  }
  const alarm = { title: 'D2.7 磁盘故障', status: 'firing', incident: 'd27-disk', severity: 'critical', labels: { host: 'db-1' } };
  expect(await desk.doors.hook('alarms', alarm)).toBeLessThan(300);
  await startedBy(desk, agent, await desk.ticketLike('D2.7 磁盘故障'));
  // Less than critical is looked at, and nobody is called.
  expect(await desk.doors.hook('alarms', { ...alarm, title: 'D2.7 磁盘预警', incident: 'd27-warning', severity: 'warning' })).toBeLessThan(
    300,
  );
  const warned = await desk.ticketLike('D2.7 磁盘预警');
  await desk.ticketWhere(warned.id, ({ tags }) => tags.includes('alarm'), 'an alarm');
  expect(await listOf(desk, `/tickets/${warned.id}/plan-runs`)).toEqual([]);
  // What is critical by now is an emergency by now.
  expect(await desk.doors.hook('alarms', { ...alarm, title: 'D2.7 磁盘预警', incident: 'd27-warning' })).toBeLessThan(300);
  await startedBy(desk, agent, await desk.ticketWhere(warned.id, ({ priority }) => priority === 'high', 'high by now'));

  // Nobody speaks to the customer: after 15 minutes it is missed, and the leads are called on all their ways.
  const silent = await desk.doors.mail({ from: 'silent@d27.test', to: 'support@levels.example', subject: 'D2.7 无人', text: '系统瘫痪！' });
  await newestWhere<PlanSeen>(desk, `/tickets/${silent.id}/plan-runs`, ({ state }) => state === 'running', 'a plan that runs');
  await desk.clock.advance(16 * 60_000);
  const missed = await newestWhere<NoticeSeen>(
    desk,
    `/notices?ticket=${silent.id}`,
    ({ kind, text }) => kind === 'plan_missed' && text.includes('联系客户'),
    'that nobody contacted the customer, to supervisors',
  );
  const isAbout = (text: string) => text.includes(silent.number) && text.includes('联系客户');
  await messageTo(desk, '+8613800020002', isAbout, 'a page to the network lead');
  await groupHears(desk, 'dingtalk', isAbout);
  await desk.mailTo('network-lead@ops.levels.example', ({ mail }) => isAbout(mail.text ?? ''));
  await desk.clock.advance(11 * 60_000);
  await groupHears(desk, 'http', isAbout);
  await messageTo(desk, '+8613800020001', isAbout, 'a page passed on to the director');
  await desk.api('PATCH', `/tickets/${silent.id}`, { status: 'solved' }, agent);
  show(
    `outages, lost data, security holes and critical alarms page the engineer by SMS, mail and his group’s robot and start the plan (${kinds.join(', ')}): contact and extent within 15 min, steps with owners and times; reports reach management every 30 min (the first seen at its SMS gateway), the one nobody wrote is made by the house and calls the leads, until it is solved; where nobody spoke to the customer for 16 min that was told (${missed.text}) and the leads were called by SMS, mail, 钉钉 and webhook`,
  );
});

/** Its plan runs, with the customer to be contacted in 15 minutes, and who is on duty was called in each of his ways; then it is solved. */
async function startedBy(desk: RunningDesk, agent: DeskAgent, ticket: Ticket): Promise<Ticket> {
  const run = await newestWhere<PlanSeen & { startedAt: string }>(
    desk,
    `/tickets/${ticket.id}/plan-runs`,
    ({ state }) => state === 'running',
    `a plan for ${ticket.subject}`,
  );
  expect(minutesAfter(new Date(run.startedAt), run.steps.find(({ key }) => key === 'contact')!.dueAt)).toBe(15);
  const isCall = (text: string) => text.includes(`【紧急】${ticket.number}`);
  await messageTo(desk, '+8613800020003', isCall, 'a page to the engineer on duty');
  await groupHears(desk, 'wecom', isCall);
  await desk.mailTo('duty@ops.levels.example', ({ mail }) => isCall(mail.text ?? ''));
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' }, agent);
  return ticket;
}
