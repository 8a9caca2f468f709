import { expect } from '@jest/globals';
import { entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.22', async (desk, show) => {
  const agent = await desk.agents.get('d2.22-seen');
  const from = 'd2.22-seen@customer.test';
  const ticket = await desk.doors.mail({ from, to: 'support@levels.example', name: '孙丽', subject: '打补丁 d2.22', text: '补丁怎么安装' });
  const page = await desk.screens.ticket(agent, ticket);
  await page.getByRole('button', { name: '模板' }).click();
  await page.getByRole('option', { name: /解决步骤/ }).click();
  const template = page.getByRole('dialog', { name: '解决步骤' });
  await template.getByText(/孙丽，您好，请按以下步骤处理/).waitFor();
  await template.getByRole('button', { name: '插入' }).click();
  const text = page.getByRole('textbox', { name: '回复' });
  expect(await text.inputValue()).toContain('1. 备份当前配置\n2. 停止服务\n3. 安装补丁并启动服务');
  await text.fill('');
  // As she types it herself: lists go on by themselves.
  await page.keyboard.type('再试一次：\n1. 断电\n等 10 秒\n通电');
  expect(await text.inputValue()).toBe('再试一次：\n1. 断电\n2. 等 10 秒\n3. 通电');
  await page.keyboard.press('Control+Enter');
  const { mail } = await desk.mailTo(from, (each) => each.mail.text?.includes('等 10 秒') === true);
  expect(mail.html).toMatch(/<ol>\s*<li>断电<\/li>/);
  await entryOf(page, '等 10 秒').waitFor();
  show(
    'a template’s steps stand numbered in the answer, in her customer’s name; typed, the list went on by itself, and went out as a list',
  );
});
