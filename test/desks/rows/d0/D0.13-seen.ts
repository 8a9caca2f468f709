import { seen } from '../../row.js';

export default seen('D0.13', async (desk, show) => {
  const agent = await desk.agents.get('d0.13-seen');
  const groups = await desk.api<{ items: { id: string; key: string }[] }>('GET', '/groups');
  const api = groups.items.find(({ key }) => key === 'api')!;
  await desk.api('PUT', `/groups/${api.id}/members/${agent.id}`);
  const text = '我们用 API 密钥调用导出接口，一直返回 401，access token 已更新。';
  const ticket = await desk.doors.mail({
    from: 'dev@d013-seen.test',
    to: 'support@smartcv.example',
    subject: 'API 调用返回 401 d0.13',
    text,
  });
  await desk.ticketWhere(ticket.id, ({ group }) => group === api.id, 'with the API team');
  const page = await desk.screens.console(agent, '/views/group');
  await page.locator(`[data-ticket="${ticket.id}"]`).getByRole('link').click();
  await page.getByRole('heading', { name: 'API 调用返回 401 d0.13' }).waitFor();
  const group = await page.getByLabel('客服组').locator('option:checked', { hasText: /API/ }).innerText();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(`what a developer wrote lies under 我的小组 of who is in ${group}`);
});
