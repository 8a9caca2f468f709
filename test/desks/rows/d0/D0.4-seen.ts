import { expect } from '@jest/globals';
import { Writer } from '../../case-views.js';
import { seen } from '../../row.js';

export default seen('D0.4', async (desk, show) => {
  const agent = await desk.agents.get('d0.4-seen');
  const [free, large] = [
    await new Writer(desk, 'd0.4-seen-free@customer.test', 'support@smartcv.example').open('你好', '怎么换模板？'),
    await new Writer(desk, 'd0.4-seen-large@customer.test', 'support@smartcv.example').open('你好', '怎么导出？'),
  ];
  const fang = await desk.agents.get('fang@smartcv.example');
  await desk.api('PATCH', `/contacts/${free.contact.id}`, { plan: 'free' });
  await desk.api('PATCH', `/contacts/${large.contact.id}`, { plan: 'enterprise', company: '天海', accountManager: fang.id });
  const help = await desk.screens.help('/');
  const hotline = help.getByRole('listitem').filter({ has: help.getByRole('heading', { name: '400 热线' }) });
  await hotline.getByText('电话支持仅面向付费套餐用户').waitFor();
  expect(await help.locator('body').innerText()).not.toContain('400-800-1234');

  const page = await desk.screens.console(agent, `/contacts/${free.contact.id}`);
  await page.getByRole('tab', { name: '可用渠道' }).click();
  const door = page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: '400 热线' });
  await door.getByText('不可用').waitFor();
  await door.getByText('相应套餐').waitFor();
  await page.goto(`${desk.product.apiUrl}/console/contacts/${large.contact.id}`);
  await page.getByRole('tab', { name: '可用渠道' }).click();
  await door.getByText('400-800-1234').waitFor();
  await page.getByText('定制方案与现场培训').waitFor();
  await page.getByText('客户经理').waitFor();
  await page.getByText('fang', { exact: true }).first().waitFor();
  for (const { id } of [free, large]) await desk.api('PATCH', `/tickets/${id}`, { status: 'solved' });
  show(
    'the help says whom the hotline is for and hides its number; an agent sees that it is shut to a free customer, and why, and open to 天海 with its own services and fang, its manager',
  );
});
