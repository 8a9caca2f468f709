import { expect } from '@jest/globals';
import { seen } from '../../row.js';

export default seen('D3.1', async (desk, show) => {
  const help = await desk.screens.help('/');
  const ways = help.locator('section', { has: help.getByRole('heading', { name: '联系方式' }) }).getByRole('listitem');
  await ways.first().waitFor();
  const names = await ways.getByRole('heading').allInnerTexts();
  expect(names).toEqual(['热线', '邮件', '在线客服', '公众号', '游戏内客服', '社区专属客服', '企业微信']);
  await help.getByRole('link', { name: 'service@cr魔法.com' }).waitFor();
  await help.getByRole('link', { name: '提交工单' }).first().waitFor();
  show(`the help names ${names.join(', ')}, and its own form`);
});
