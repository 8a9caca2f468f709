import { beside, isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D3.17', async (desk, show) => {
  const agent = await desk.agents.get('d3.17-seen');
  const mail = {
    from: 'd3.17-seen@customer.test',
    to: 'support@cr魔法.com',
    subject: '反馈 d3.17',
    text: '什么破服务，气死我了！我要投诉！',
  };
  const ticket = await desk.doors.mail(mail);
  await desk.ticketWhere(ticket.id, ({ mood, priority }) => mood === 'angry' && priority === 'high', 'anger');
  const page = await desk.screens.ticket(agent, ticket);
  await isChosen(page.getByLabel('优先级'), '复杂');
  const facts = await beside(page, '信息');
  const mood = facts
    .locator('div', { hasText: '情绪' })
    .filter({ has: page.getByText('愤怒', { exact: true }) })
    .last();
  const why = await mood.getByText(/^依据客户用语/).innerText();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(`情绪 愤怒 stands beside the ticket with what it was told from: ${why}`);
});
