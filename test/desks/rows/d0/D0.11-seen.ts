import { answer, archive } from '../../desk-feedback.js';
import { seen } from '../../row.js';

export default seen('D0.11', async (desk, show) => {
  const agent = await desk.agents.get('d0.11-seen');
  const lead = await desk.agents.get('d0.11-seen-lead', 'supervisor');
  const mail = { from: 'd0.11-seen@customer.test', to: 'support@smartcv.example', subject: 'D0.11 模板', text: '怎么换模板？' };
  const ticket = await desk.doors.mail(mail);
  await answer(desk, ticket, '在“模板”中选择', agent);
  await archive(desk, ticket, agent, { status: 'solved' });
  await desk.api('POST', `/tickets/${ticket.id}/ratings`, { value: 1, reason: 'D0.11 等了太久' }, agent);
  const page = await desk.screens.console(lead, '/feedback');
  const card = page.getByRole('region', { name: '低分评价' }).getByRole('listitem').filter({ hasText: 'D0.11 等了太久' }).first();
  await card.getByText('不满意').waitFor();
  await card.getByRole('button', { name: '标记质量监督已查阅' }).click();
  await card.getByText(/质量监督已于 .* 查阅/).waitFor();

  const complaint = await desk.doors.mail({ ...mail, from: 'd0.11-angry@customer.test', subject: 'D0.11 投诉', text: '我要投诉客服态度' });
  const handled = await desk.screens.ticket(lead, complaint);
  await handled.getByRole('button', { name: '下一步' }).click();
  await handled.getByRole('menuitem', { name: '已给出方案' }).click();
  const dialog = handled.getByRole('dialog', { name: '已给出方案' });
  await dialog.getByLabel('处理方案').fill('致歉并延长会员一个月');
  await dialog.getByRole('button', { name: '继续' }).click();
  await handled.getByText('当前阶段：方案已告知。').waitFor();
  await page.getByRole('link', { name: '质检' }).click();
  await page.getByRole('heading', { level: 1, name: '质检' }).waitFor();
  await page.getByText('最近 30 天质检情况').first().waitFor();
  show(
    'a low score lay under 低分评价 until quality had marked it seen; a complaint went its own way to 方案已告知, which asked for its 处理方案; 质检 shows what share was reviewed',
  );
});
