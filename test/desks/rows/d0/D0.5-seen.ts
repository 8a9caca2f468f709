import { expect } from '@jest/globals';
import { signIn } from '../../case-views.js';
import { seen } from '../../row.js';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

export default seen('D0.5', async (desk, show) => {
  const email = 'd0.5-seen@customer.test';
  const help = await desk.screens.help(`/new/tickets?user_token=${await signIn(desk, 'u-d05-seen', email)}`);
  const choice = help.getByLabel('您要咨询什么？');
  await choice.selectOption({ label: '技术故障' });
  await help.getByLabel('邮箱').fill(email);
  await help.getByLabel(/^概述/).fill('编辑器打不开 d0.5');
  await help.getByLabel(/^现象/).fill('打开编辑器要一分钟');
  await help.getByLabel('附件').setInputFiles({ name: '截图.png', mimeType: 'image/png', buffer: PNG });
  await help.getByRole('button', { name: '提交', exact: true }).click();
  await help.getByRole('heading', { name: '已收到，谢谢您' }).waitFor();
  const number = await help.locator('strong').innerText();
  expect(number).toMatch(/^\d{8}-ONL-\d{3}$/);
  await help.getByRole('link', { name: '查看处理进度' }).click();
  await help.getByRole('heading', { level: 1, name: `工单 ${number}` }).waitFor();
  await help.getByText('我们已收到，很快会有人处理。').waitFor();

  const agent = await desk.agents.get('d0.5-seen');
  const page = await desk.screens.ticket(agent, { number });
  await page.getByText('截图.png').first().waitFor();
  await page.getByText('打开编辑器要一分钟').first().waitFor();
  const { id } = await desk.ticket(number);
  const to = [{ scheme: 'email', value: email }];
  await desk.api('POST', `/tickets/${id}/replies`, { text: '正在排查，请稍候。', inboxId: 'support', to }, agent);
  await help.getByText('我们已回复，等待您的答复。').waitFor();
  await desk.api('PATCH', `/tickets/${id}`, { status: 'solved' });
  show(
    `a type was picked in the form, a screenshot added; ${number} stood on the page by itself, its progress changed there as soon as an agent had answered, who saw words and screenshot`,
  );
});
