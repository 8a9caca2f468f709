import { caseWhere, Writer } from '../../case-views.js';
import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D1.7', async (desk, show) => {
  const agent = await desk.agents.get('d1.7-seen');
  const customer = new Writer(desk, 'd1.7-seen@customer.test', 'service@b2b.example');
  const text = '客户名称：天海公司\n联系人：刘工\n需求目标：报表自动汇总 d1.7\n应用场景：每月财务结算\n预算：10 万元';
  const ticket = await customer.open('新需求 d1.7', text);
  await caseWhere(desk, ticket, ({ requestType }) => requestType === 'demand', 'a demand by its template');
  const page = await desk.screens.ticket(agent, ticket);
  const facts = await beside(page, '信息');
  for (const words of ['报表自动汇总 d1.7', '每月财务结算', '10 万元']) await facts.getByText(words).first().waitFor();
  await facts.getByText('阶段期限').waitFor();
  await page.getByRole('button', { name: '下一步' }).click();
  const answers = await page.getByRole('menuitem').allInnerTexts();
  await page.getByRole('menuitem', { name: /需要?调整|调整/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('初步方案').fill('先做日报');
  await dialog.getByLabel('备注').fill('需先统一科目编码');
  await dialog.getByRole('button', { name: '继续' }).click();
  await desk.mailTo(customer.address, ({ mail }) => /需要调整：需先统一科目编码。初步方案：先做日报/.test(mail.text ?? ''));
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    `goal, scenario and budget stand beside the thread with the day of the answer, which is one of: ${answers.map((each) => each.split('\n')[0]).join(', ')}; changed, it asked for a first plan and why`,
  );
});
