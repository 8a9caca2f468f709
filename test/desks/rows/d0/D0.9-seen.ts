import { expect } from '@jest/globals';
import { signIn } from '../../case-views.js';
import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

const EMAIL = 'd0.9-seen@customer.test';
const WRITTEN = {
  '用户 ID': 'u-2042',
  浏览器: 'Chrome 131',
  概述: '无法将简历导出为 PDF d0.9',
  现象: '点击“导出 PDF”后转圈',
  操作步骤: '1. 登录\n2. 导出\n3. PDF 格式',
  期望结果: '下载到 PDF 文件',
  实际结果: '提示“导出失败”',
  影响: '今天要投递，无法提交',
};

export default seen('D0.9', async (desk, show) => {
  const help = await desk.screens.help(`/new/tickets?user_token=${await signIn(desk, 'u-2042', EMAIL)}`);
  await help.getByLabel('您要咨询什么？').selectOption({ label: '技术故障' });
  await help.getByLabel('邮箱').fill(EMAIL);
  for (const [label, words] of Object.entries(WRITTEN)) await help.getByLabel(new RegExp(`^${label}`)).fill(words);
  for (const [label, choice] of [
    ['操作系统', 'Windows'],
    ['设备', '电脑'],
    ['网络', 'Wi-Fi'],
  ] as const)
    await help.getByLabel(new RegExp(`^${label}`)).selectOption({ label: choice });
  const parts = await help.locator('form h2').allInnerTexts();
  await help.getByRole('button', { name: '提交', exact: true }).click();
  const number = await help.locator('strong').innerText();

  const agent = await desk.agents.get('d0.9-seen');
  const page = await desk.screens.ticket(agent, { number });
  await page.getByRole('heading', { level: 1, name: WRITTEN['概述'] }).waitFor();
  const facts = await beside(page, '信息');
  await facts.getByText(WRITTEN['影响']).first().waitFor();
  const read = await facts.innerText();
  for (const words of ['操作系统', 'Windows', '设备', '电脑', '网络', 'Wi-Fi', WRITTEN['期望结果'], WRITTEN['实际结果']])
    expect(read).toContain(words);
  await desk.api('PATCH', `/tickets/${(await desk.ticket(number)).id}`, { status: 'solved' });
  show(
    `the form asks part by part (${parts.join(', ')}), environment as choices; beside the ticket each stands under its own name, choices by what they are called`,
  );
});
