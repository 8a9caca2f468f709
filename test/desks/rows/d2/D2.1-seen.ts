import { beside } from '../../console-parts.js';
import { caseWhere, Writer } from '../../case-views.js';
import { seen } from '../../row.js';

export default seen('D2.1', async (desk, show) => {
  const agent = await desk.agents.get('d2.1-seen');
  const customer = new Writer(desk, 'd2.1-seen@customer.test', 'support@levels.example');
  const subject = '网关间歇性断开 d2.1';
  const ticket = await customer.open(subject, '网关每天断开几次。');
  await caseWhere(desk, ticket, ({ stage }) => stage === 'intake', 'intake');
  const page = await desk.screens.ticket(agent, ticket);
  const facts = await beside(page, '信息');
  await facts
    .getByText('发生频率, 触发条件')
    .or(facts.getByText('受理', { exact: true }))
    .first()
    .waitFor();
  const goOn = async (step: string, fill: (dialog: ReturnType<typeof page.getByRole>) => Promise<void>) => {
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('menuitem', { name: step }).click();
    const dialog = page.getByRole('dialog', { name: step });
    await fill(dialog);
    await dialog.getByRole('button', { name: '继续' }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  await goOn('初步诊断', async (dialog) => {
    await dialog.getByLabel('发生频率').selectOption({ label: '间歇' });
    await dialog.getByLabel('触发条件').fill('高峰期并发超过 500');
  });
  await goOn('已定位', async (dialog) => {
    await dialog.getByLabel('初步诊断').fill('驱动版本过低');
    await dialog.getByLabel('解决方案').fill('升级驱动到 5.2');
  });
  await desk.mailTo(customer.address, ({ mail }) => /升级驱动到 5\.2/.test(mail.text ?? ''));
  // He says that it did not help: the page shows where it stands by now, and nobody loads it anew.
  const now = facts.locator('[data-now=true]');
  await now.filter({ hasText: '解决方案' }).waitFor();
  await customer.answer(subject, '还是会断开，没有解决');
  await now.filter({ hasText: '初步诊断' }).waitFor();
  await facts.getByText('间歇', { exact: true }).first().waitFor();
  show(
    'an agent took it from 受理 to 解决方案 by 下一步, which asked for 发生频率 and 触发条件; “没有解决” put it back to 初步诊断 before her eyes',
  );
});
