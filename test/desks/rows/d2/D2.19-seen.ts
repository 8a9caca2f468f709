import { beside, recordOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.19', async (desk, show) => {
  const agent = await desk.agents.get('d2.19-seen');
  const from = 'd2.19-seen@customer.test';
  const ticket = await desk.doors.mail({ from, to: 'support@levels.example', subject: '许可报错 d2.19', text: '服务器提示许可报错' });
  await desk.api('PATCH', `/tickets/${ticket.id}`, { fields: { product_line: 'server' } }, agent);
  const page = await desk.screens.ticket(agent, ticket);
  const around = await beside(page, '关联');
  await around.getByRole('button', { name: '开始：软件诊断' }).click();
  const put = () => page.waitForResponse((answer) => answer.url().includes('/steps/') && answer.ok());
  await around.getByLabel('软件版本').fill('5.2.1');
  let kept = put();
  await around.getByLabel('软件版本').press('Tab');
  await kept;
  kept = put();
  await around.getByLabel('运行环境').selectOption({ label: 'Linux' });
  await kept;
  await around.getByLabel('按步骤可复现').check();
  await around.getByRole('button', { name: '完成检查：软件诊断' }).click();
  await recordOf(page, '2. 运行环境: Linux');
  show(
    'the list for this product and symptom was offered, its steps done in their order beside the ticket, and its results stand in the thread',
  );
});
