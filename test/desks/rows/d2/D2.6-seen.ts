import { beside, isChosen, entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.6', async (desk, show) => {
  const first = await desk.agents.get('d2.6-seen');
  const expert = await desk.agents.get('d2.6-seen-expert');
  const ticket = await desk.doors.mail({
    from: 'd2.6-seen@customer.test',
    to: 'support@levels.example',
    subject: 'D2.6 专线',
    text: '专线断了。',
  });
  const page = await desk.screens.ticket(first, ticket);
  await page.getByRole('toolbar', { name: '文本与工具' }).getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: '升级' }).click();
  const form = page.getByRole('dialog', { name: '升级' });
  await form.getByLabel('升级原因').selectOption({ label: '需要更高认证' });
  for (const [label, words] of [
    ['问题描述', '专线切换后 VPN 无法建立'],
    ['影响范围', '三个分支机构无法办公'],
    ['已尝试的措施 1', '重启 VPN 服务'],
    ['结果 1', '无效'],
    ['为什么需要升级', '需要防火墙认证工程师'],
  ] as const)
    await form.getByLabel(label, { exact: true }).fill(words);
  await form.getByLabel('建议团队').selectOption({ label: '网络专家' });
  await form.getByRole('button', { name: '升级', exact: true }).click();
  await page.getByText('已升级。').waitFor();

  const handed = await desk.screens.ticket(expert, ticket);
  await isChosen(handed.getByLabel('客服组'), '网络专家');
  const sheet = entryOf(handed, '专线切换后 VPN 无法建立');
  for (const words of ['三个分支机构无法办公', '重启 VPN 服务 → 无效', '需要防火墙认证工程师']) await sheet.getByText(words).waitFor();
  const history = await beside(handed, '历史');
  await history.getByText('需要更高认证').waitFor();
  await (await beside(handed, '信息')).getByText('支持级别').waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    'the form asks for reason, problem, impact, what was tried, why and which team; the network expert has all of it before him in the thread and under 历史',
  );
});
