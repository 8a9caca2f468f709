import { callIt, closingWhere, Writer } from '../../case-views.js';
import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D1.8', async (desk, show) => {
  const agent = await desk.agents.get('d1.8-seen');
  const customer = new Writer(desk, 'd1.8-seen@customer.test', 'service@b2b.example');
  const ticket = await customer.open('许可问题 d1.8', '许可证提示过期。');
  await callIt(desk, ticket, 'inquiry');
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  await desk.mailTo(customer.address, ({ mail }) => /是否已解决？还有其他需要帮助的吗？/.test(mail.text ?? ''));
  const page = await desk.screens.ticket(agent, ticket);
  const closing = (await beside(page, '信息')).locator('section', { has: page.getByRole('heading', { name: '结案' }) });
  await closing.getByText('已询问客户，等待回复').waitFor();
  await customer.answer('许可问题 d1.8', '已解决，没有其他问题，谢谢');
  await closing.getByText('客户确认已解决').waitFor();
  await closing.getByLabel('处理过程').fill('核实配置，重置许可');
  await closing.getByLabel('解决方案').fill('重置许可证缓存');
  await closing.getByLabel('查找文章').fill('系统异常');
  await closing.getByLabel('知识文章').selectOption({ label: '登录时提示系统异常' });
  await closing.getByRole('button', { name: '保存归档资料' }).click();
  await closingWhere(desk, ticket, ({ archive }) => archive.archivedAt !== null, 'archived');
  await closing.getByText('归档时间').waitFor();
  show(
    'under 结案 an agent saw that both questions were asked and what the customer said to them; process, solution and article were filled in, and it was archived',
  );
});
