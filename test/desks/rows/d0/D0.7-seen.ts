import { clockWhere } from '../../desk-clocks.js';
import { seen } from '../../row.js';

export default seen('D0.7', async (desk, show) => {
  const owner = await desk.agents.get('d0.7-seen');
  const mail = {
    from: 'high@d07-seen.test',
    to: 'support@smartcv.example',
    subject: 'D0.7 被盗',
    text: '我的账号被盗了，有异地登录记录。',
  };
  const ticket = await desk.doors.mail(mail);
  await clockWhere(desk, ticket, 'response', ({ target }) => target === 'priority-high');
  await desk.api('PATCH', `/tickets/${ticket.id}`, { assignee: owner.id });
  const page = await desk.screens.ticket(owner, ticket);
  const clocks = page.getByRole('list', { name: '时限' });
  const promised = [
    await clocks.getByText(/^首次回复：(?:59分钟后|1小时后)到期/).innerText(),
    await clocks.getByText(/^解决：[34]小时后到期/).innerText(),
  ];
  await desk.clock.advance(75 * 60_000);
  await clockWhere(desk, ticket, 'response', ({ state }) => state === 'breached');
  const lead = await desk.agents.get('d0.7-seen-lead', 'supervisor');
  const list = await desk.screens.console(lead, '/breaches');
  const late = list
    .getByRole('region', { name: '已超时' })
    .or(list.getByRole('table', { name: '已超时' }))
    .first();
  await late
    .getByRole('row', { name: /D0\.7 被盗/ })
    .getByText(/已超时 1[456]/)
    .waitFor();
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '正在处理。' }, owner);
  await late.getByRole('row', { name: /D0\.7 被盗/ }).waitFor({ state: 'detached' });
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    `a high one says beside its subject ${promised.join(', ')}; a quarter of an hour late it stood in the list of what ran out, and left it when she had answered`,
  );
});
