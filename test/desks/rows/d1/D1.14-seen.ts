import { entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D1.14', async (desk, show) => {
  const agent = await desk.agents.get('d1.14-seen');
  const pan = await desk.agents.get('pan@b2b.example');
  const customer = 'd1.14-seen@customer.test';
  const ticket = await desk.doors.mail({
    from: customer,
    to: 'service@b2b.example',
    subject: 'D1.14 自己出报表',
    text: '请教怎么自己出报表',
  });
  await desk.api('PATCH', `/tickets/${ticket.id}`, { assignee: agent.id });
  const page = await desk.screens.ticket(agent, ticket);
  await page.getByRole('button', { name: '咨询同事' }).click();
  await page.getByLabel('咨询对象').selectOption({ label: '产品' });
  await page.getByLabel('问题', { exact: true }).fill('有图文教程吗？d1.14');
  await page.getByRole('button', { name: '咨询', exact: true }).click();
  await page.getByText('已发出咨询。').waitFor();

  // Whoever of the group is told answers where he is led.
  const other = await desk.screens.console(pan, '/views/mine');
  await other.getByRole('button', { name: /^通知/ }).click();
  await other
    .getByRole('dialog', { name: '通知' })
    .getByRole('link', { name: /有图文教程吗？d1\.14/ })
    .first()
    .click();
  await other.getByRole('tab', { name: '历史' }).click();
  await other.getByRole('button', { name: '答复' }).click();
  await other.getByLabel('答复内容').fill('有，发图文指引。');
  await other.getByRole('button', { name: '发送答复' }).click();
  await entryOf(page, '有，发图文指引。').waitFor();

  await page.getByRole('button', { name: '回复', exact: true }).click();
  await page.getByRole('button', { name: '知识文章' }).click();
  const article = page.getByRole('dialog', { name: '知识文章' }).getByRole('listitem').filter({ hasText: '配置自定义报表' });
  await article.getByRole('button', { name: '发送文章' }).click();
  await page.getByText('“配置自定义报表”即将发出。').waitFor();
  await desk.mailTo(customer, ({ mail }) => mail.text?.includes('/videos/custom-report') === true);
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    '产品 was asked inside the ticket; its colleague was told under 通知, answered beside the thread, and the answer came up where it was asked; the guide with its video went out in one click',
  );
});
