import { expect } from '@jest/globals';
import { writeToKf } from '../../entry-doors.js';
import { seen } from '../../row.js';

export default seen('D0.1', async (desk, show) => {
  const help = await desk.screens.help('/');
  const ways = help.locator('section', { has: help.getByRole('heading', { name: '联系方式' }) }).getByRole('listitem');
  await ways.first().waitFor();
  const names = await ways.getByRole('heading').allInnerTexts();
  expect(names).toEqual(['在线客服', '邮件', '工单', '微信', '400 热线']);
  await ways.filter({ hasText: '网页右下角图标' }).waitFor();
  await help.getByRole('link', { name: 'support@smartcv.example' }).waitFor();
  await ways.filter({ hasText: 'SmartCV_Support' }).waitFor();

  const agent = await desk.agents.get('d0.1-seen');
  const page = await desk.screens.console(agent, '/views/unassigned');
  await page.getByRole('heading', { level: 1, name: '未分派' }).waitFor();
  const chat = await desk.doors.chatWith('D0.1 聊天里问一句');
  const wechat = await writeToKf(desk, 'wechat', 'wmD01Seen', 'D0.1 微信里问一句');
  for (const [{ id }, channel] of [
    [chat.ticket, '在线咨询'],
    [wechat, '微信'],
  ] as const)
    await page.locator(`[data-ticket="${id}"]`).getByTitle(channel).waitFor();
  await chat.visitor.close();
  show(
    `the help names its ways (${names.join(', ')}), each with what it is for; what came by chat and WeChat stands in the inbox with the sign of its channel`,
  );
});
