import { seen } from '../../row.js';

export default seen('D3.13', async (desk, show) => {
  const admin = await desk.agents.get('d3.13-admin', 'admin');
  const page = await desk.screens.console(admin, '/first-run');
  // Whoever is new among the admins is led there once.
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(`sessionStorage.setItem('tributary.first-run', '1')`);
  await page.goto(`${desk.product.apiUrl}/console/webhooks`);
  await page.getByRole('button', { name: '新建 Webhook' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称').fill('伙伴 d3.13');
  await dialog.getByLabel('地址').fill(`http://${desk.partner.host}/d3-13-seen`);
  await dialog.getByRole('button', { name: '保存' }).click();
  await page.getByRole('region', { name: '伙伴 d3.13' }).getByRole('button', { name: '发送测试' }).click();
  await page.getByRole('region', { name: '投递记录' }).getByText('已送达').first().waitFor();
  await desk.until(() => Promise.resolve(desk.partner.at('/d3-13-seen').length > 0), 'the event with the partner');
  const { items } = await desk.api<{ items: { id: string; name: string }[] }>('GET', '/webhooks');
  await desk.api('DELETE', `/webhooks/${items.find(({ name }) => name === '伙伴 d3.13')!.id}`);
  show('an admin named a partner’s address in the console and sent a test, which stood there as 已送达 and was with the partner');
});
