import { bringRecordedCall } from '../../parts/recorded-calls.js';
import { seen } from '../../row.js';

export default seen('D3.9', async (desk, show) => {
  const reviewer = await desk.agents.get('d3.9-seen', 'reviewer');
  const { ticket } = await bringRecordedCall(desk, { caller: '+8613900003909' });
  const page = await desk.screens.console(reviewer, '/quality?sheet=recordings');
  await page.getByText(ticket.number).first().click();
  const form = page.locator('section', { has: page.getByRole('heading', { name: ticket.number }) });
  await form.getByLabel('录音 1').first().waitFor();
  for (const [label, points] of [
    ['规范用语', '100'],
    ['身份核验', '100'],
    ['解决问题', '60'],
    ['服务态度', '90'],
  ] as const)
    await form.getByLabel(new RegExp(`^${label}`)).fill(points);
  await form.getByText('合格：82', { exact: true }).waitFor();
  await form.getByRole('button', { name: '保存质检结果' }).click();
  await page.getByText(`${ticket.number} 的质检结果已保存。`).waitFor();
  show('the recording lay before its reviewer with a player; the points made 82, 合格, before it was kept');
});
