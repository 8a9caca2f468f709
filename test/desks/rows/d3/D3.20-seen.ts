import { closingWhere, Writer } from '../../case-views.js';
import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D3.20', async (desk, show) => {
  const agent = await desk.agents.get('d3.20-seen');
  const customer = new Writer(desk, 'd3.20-seen@customer.test', 'support@cr魔法.com');
  const subject = '闪退 d3.20';
  const ticket = await customer.open(subject, '游戏闪退。');
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text: '请清理缓存。' }, agent);
  await customer.answer(subject, '还是闪退');
  await closingWhere(desk, ticket, ({ followUps }) => followUps.length > 0, 'a follow-up');
  const page = await desk.screens.ticket(agent, ticket);
  const tasks = await beside(page, '历史');
  await tasks.getByText(`首次接触未解决：${ticket.number}，请跟进回访`).first().waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show('that the first answer had not solved it stood beside the thread as a task to follow up');
});
