import { seen } from '../../row.js';

export default seen('D2.11', async (desk, show) => {
  const lead = await desk.agents.get('d2.11-seen', 'supervisor');
  const page = await desk.screens.console(lead, '/wall');
  const opened = page.locator('[data-figure="openedToday"] dd');
  await opened.waitFor();
  const before = Number(await opened.innerText());
  const ticket = await desk.doors.mail({
    from: 'd2.11-seen@customer.test',
    to: 'support@levels.example',
    subject: 'D2.11',
    text: '无法启动',
  });
  await opened.getByText(String(before + 1), { exact: true }).waitFor();
  await page
    .getByRole('region', { name: '渠道' })
    .or(page.getByRole('table', { name: '渠道' }))
    .first()
    .waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });

  await page.getByRole('link', { name: '报表' }).click();
  await page.getByRole('link', { name: '月度技术支持指标' }).click();
  await page.getByRole('heading', { level: 1, name: '月度技术支持指标' }).waitFor();
  await page.getByRole('main').getByRole('img').first().waitFor();
  await page.getByRole('link', { name: '下载 CSV：月度技术支持指标' }).waitFor();
  show(`the wall counted a new ticket (${before} → ${before + 1}) by itself; 月度技术支持指标 was drawn on demand, with its files`);
});
