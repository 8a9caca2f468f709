import { recordOf, beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.17', async (desk, show) => {
  const agent = await desk.agents.get('d2.17-seen');
  const from = 'gao@d217-seen.test';
  const ticket = await desk.doors.mail({ from, to: 'support@levels.example', subject: 'D2.17 升级', text: '能否现在升级网关固件？' });
  const risk = '约 5 分钟中断，失败需返厂';
  const page = await desk.screens.ticket(agent, ticket);
  const part = (await beside(page, '关联')).locator('section', { has: page.getByRole('heading', { name: '需客户同意的操作' }) });
  await part.getByRole('button', { name: '征询同意' }).click();
  await part.getByLabel('操作类型').selectOption({ label: '特殊措施' });
  await part.getByLabel('操作内容').fill('在业务时间升级固件');
  await part.getByLabel('风险').fill(risk);
  await part.getByRole('button', { name: '向客户征询' }).click();
  await desk.mailTo(from, ({ mail }) => (mail.text ?? '').includes(risk));
  const measure = part.getByRole('article', { name: '在业务时间升级固件' });
  await measure.getByLabel('决定人').fill('高女士');
  await measure.getByLabel('告知方式').fill('电话');
  await measure.getByRole('button', { name: '同意', exact: true }).click();
  await measure.getByText('已同意').waitFor();
  await recordOf(page, '高女士');

  await beside(page, '联系人');
  await page.getByRole('region', { name: '客户信息' }).getByRole('link').first().click();
  await page.getByRole('tab', { name: '授权同意' }).click();
  const kept = page.getByRole('tabpanel').getByRole('article');
  for (const words of ['已同意', risk]) await kept.getByText(words).waitFor();
  await kept.getByText(/高女士 · 电话/).waitFor();

  const lead = await desk.screens.console(await desk.agents.get('d2.17-lead', 'supervisor'), '/quality?tab=consents&state=consented');
  const row = lead.getByRole('row', { name: /在业务时间升级固件/ });
  await row.getByText(/高女士 · 电话/).waitFor();
  await row.getByRole('link', { name: ticket.number }).waitFor();
  show(
    'the risk was put into words before the customer was asked, and told to her; that 高女士 agreed by phone stands beside the thread, in it, in her card, and in the supervisor’s list of consents',
  );
});
