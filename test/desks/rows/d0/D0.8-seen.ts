import { expect } from '@jest/globals';
import { beside, isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D0.8', async (desk, show) => {
  const agent = await desk.agents.get('d0.8-seen');
  const mail = {
    from: 'd0.8-seen@customer.test',
    to: 'support@smartcv.example',
    subject: '建议 d0.8',
    text: '建议你们检查一下：我的简历不见了，内容全部消失',
  };
  const ticket = await desk.doors.mail(mail);
  await desk.ticketWhere(ticket.id, ({ urgency }) => urgency === 'data_loss', 'an urgent suggestion');
  const page = await desk.screens.console(agent, '/views/unassigned');
  await page.locator(`[data-ticket="${ticket.id}"]`).getByText('高', { exact: true }).waitFor();
  await page.goto(`${desk.product.apiUrl}/console/tickets/${ticket.number}`);
  await isChosen(page.getByLabel('优先级'), '高');
  const urgency = (await beside(page, '信息')).locator('p', { hasText: '紧急程度' });
  const name = await urgency.locator('strong').innerText();
  expect(name).toMatch(/数据丢失/);
  const history = await beside(page, '历史');
  for (const step of ['立即通过在线聊天联系客户', '诊断问题并记录影响范围', '提供临时方案或补偿并记录'])
    await history.getByText(step).waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    `a suggestion that tells of lost data is 高 in the list, for 紧急程度 says ${name}; chat at once, diagnosis and interim solution stand under its tasks`,
  );
});
