import { caseWhere, Writer } from '../../case-views.js';
import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D1.11', async (desk, show) => {
  const agent = await desk.agents.get('d1.11-seen');
  const customer = new Writer(desk, 'd1.11-seen@customer.test', 'service@b2b.example');
  const text = '客户名称：天海公司\n联系人：赵敏\n投诉问题：收到的型号不对\n客户诉求：换货并赔偿运费\n期望结果：三天内换到正确型号';
  const ticket = await customer.open('投诉发错货 d1.11', text);
  await caseWhere(desk, ticket, ({ requestType }) => requestType === 'complaint', 'a complaint by its template');
  const page = await desk.screens.ticket(agent, ticket);
  const facts = await beside(page, '信息');
  for (const words of ['收到的型号不对', '换货并赔偿运费', '三天内换到正确型号']) await facts.getByText(words).first().waitFor();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('menuitem', { name: /^我方责任/ }).click();
  const dialog = page.getByRole('dialog', { name: '我方责任' });
  await dialog.getByLabel('处理方案').fill('当天补发');
  await dialog.getByLabel('责任部门').selectOption({ label: '物流部' });
  await dialog.getByLabel(/^备注/).fill('仓库拣货错误');
  await dialog.getByRole('button', { name: '继续' }).click();
  await page.getByText('当前阶段：部门整改。').waitFor();
  const task = (await beside(page, '历史'))
    .locator('div', { hasText: '请整改并反馈结果' })
    .filter({ has: page.getByRole('button', { name: '完成任务' }) })
    .last();
  await task.getByRole('button', { name: '完成任务' }).click();
  const done = page.getByRole('dialog', { name: '完成任务' });
  await done.getByLabel('结果').fill('已增加出库复核岗');
  await done.getByRole('button', { name: '完成任务' }).click();
  await desk.mailTo(customer.address, ({ mail }) => /处理结果：已增加出库复核岗/.test(mail.text ?? ''));
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    'problem, demand and expected result stand beside the thread; 我方责任 asked for the plan and the department, 物流部 reported under its task what it had changed, and the customer heard of it',
  );
});
