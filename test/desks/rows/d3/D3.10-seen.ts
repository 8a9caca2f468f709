import { answer, archive } from '../../desk-feedback.js';
import { seen } from '../../row.js';

export default seen('D3.10', async (desk, show) => {
  const lead = await desk.agents.get('d3.10-seen', 'supervisor');
  const mail = { from: 'd3.10-seen@customer.test', to: 'service@cr魔法.com', subject: 'D3.10', text: '希望增加收藏夹' };
  const ticket = await desk.doors.mail(mail);
  await answer(desk, ticket, '已转产品部门', lead);
  await archive(desk, ticket, lead, { status: 'solved' });
  const parts = { speed: 2, quality: 5, attitude: 1, ease: 3 };
  await desk.api('POST', `/tickets/${ticket.id}/ratings`, { survey: 'weighted', parts, recommend: 8, reason: 'D3.10 时快时慢' }, lead);
  const page = await desk.screens.console(lead, '/feedback');
  const card = page.getByRole('listitem').filter({ hasText: 'D3.10 时快时慢' }).first();
  const points = await card.getByText(/\/ 100 分$/).innerText();
  await card.getByText('推荐意愿 8 / 10').waitFor();
  await page.getByRole('link', { name: '报表', exact: true }).click();
  await page.getByRole('link', { name: 'NPS 日报' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'NPS 日报' }).waitFor();
  await page.getByRole('heading', { name: '定时生成的报表' }).waitFor();
  show(`2 5 1 3 is read as ${points} with 推荐意愿 8 / 10; NPS 日报 stands among the reports`);
});
