import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D0.6', async (desk, show) => {
  const agent = await desk.agents.get('d0.6-seen');
  const mail = { from: 'd0.6-seen@customer.test', to: 'support@smartcv.example', subject: '发票 d0.6', text: '请帮我开发票' };
  const ticket = await desk.doors.mail(mail);
  await desk.ticketWhere(ticket.id, ({ category }) => category === 'invoice', 'sorted');
  const page = await desk.screens.console(agent, '/views/unassigned');
  const line = page.locator(`[data-ticket="${ticket.id}"]`);
  await line.getByText('发票', { exact: true }).waitFor();
  await line.getByRole('link').click();
  await page.goto(`${desk.product.apiUrl}/console/tickets/${ticket.number}`);
  const facts = await beside(page, '信息');
  const recognised = facts.locator('section', { has: page.getByRole('heading', { name: '自动识别' }) });
  await recognised.getByText('发票', { exact: true }).waitFor();
  await recognised
    .getByText(/“.*发票.*”/)
    .first()
    .waitFor();
  await recognised.getByRole('button', { name: '更正：分类' }).click();
  await recognised.getByLabel('更正为').selectOption({ label: '退款' });
  await recognised.getByRole('button', { name: '更正', exact: true }).click();
  await page.getByText('分类已改为“退款”。').waitFor();
  await recognised.getByText('已更正').waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show('发票 stands in the list and beside the ticket with the words it was told from; an agent corrected it to 退款, chosen by its name');
});
