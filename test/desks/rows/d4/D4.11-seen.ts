import { seen } from '../../row.js';

export default seen('D4.11', async (desk, show) => {
  const director = await desk.agents.get('director@helper.example', 'supervisor');
  const help = await desk.screens.help('/new/feedback-form');
  await help.getByText('每一条反馈都由服务总监阅读。').waitFor();
  await help.getByLabel('您的邮箱').fill('d4.11-seen@customer.test');
  await help.getByLabel('您的意见或建议').fill('D4.11 希望有波兰语');
  await help.getByRole('button', { name: '提交', exact: true }).click();
  const number = await help.locator('strong').innerText();
  const page = await desk.screens.console(director, '/feedback?unseenBy=director');
  const card = page.getByRole('listitem').filter({ hasText: number }).first();
  await card.getByRole('button', { name: /^标记.*已查阅$/ }).click();
  await card.waitFor({ state: 'detached' });
  show(`what was written in the feedback form (${number}) lay before the director until it was marked seen`);
});
