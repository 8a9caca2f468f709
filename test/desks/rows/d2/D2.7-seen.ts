import { newestWhere, type PlanSeen } from '../../emergency-views.js';
import { beside, isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.7', async (desk, show) => {
  const agent = await desk.agents.get('d2.7-seen');
  const ticket = await desk.doors.mail({
    from: 'ops@d27-seen.test',
    to: 'support@levels.example',
    subject: 'D2.7 核心系统',
    text: '系统宕机，所有网点都连不上！',
  });
  await newestWhere<PlanSeen>(desk, `/tickets/${ticket.id}/plan-runs`, () => true, 'a plan that runs');
  const page = await desk.screens.ticket(agent, ticket);
  await isChosen(page.getByLabel('优先级'), '高');
  const plan = (await beside(page, '关联')).locator('section', { has: page.getByRole('heading', { name: '紧急预案' }) });
  await plan.getByText('进行中').waitFor();
  const step = plan.getByRole('listitem').filter({ hasText: '联系客户' });
  await step.waitFor();
  await plan.getByText('召集应急小组').waitFor();
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '我们已收到，正在处理。' }, agent);
  await step.getByText('已完成').waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' }, agent);
  await plan.getByText('已结束').waitFor();
  show(
    'beside the ticket, which is 高, stands 紧急预案 with its steps, owners and times; 联系客户 was ticked off as soon as she had answered, and the plan was over with the ticket',
  );
});
