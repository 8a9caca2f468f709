import { seen } from '../../row.js';

export default seen('D3.28', async (desk, show) => {
  const agent = await desk.agents.get('d3.28-seen');
  const gu = await desk.agents.get('gu@mofa.example');
  const ticket = await desk.doors.mail({ from: 'd3.28-seen@customer.test', to: 'query@cr魔法.com', subject: 'D3.28', text: '您好。' });
  const page = await desk.screens.console(agent, `/contacts/${ticket.contact.id}`);
  await page.getByRole('button', { name: '编辑' }).click();
  await page.getByLabel('套餐').fill('adviser');
  await page.getByLabel('客户经理').selectOption({ label: 'gu' });
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已保存。').waitFor();
  await page.getByText('gu', { exact: true }).first().waitFor();
  const kept = await desk.api<{ profile: { accountManager: string } }>('GET', `/contacts/${ticket.contact.id}`);
  if (kept.profile.accountManager !== gu.id) throw new Error('the adviser was not kept');
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show('gu was chosen as 客户经理 in the customer’s card, and stands there');
});
