import { beside } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D3.8', async (desk, show) => {
  const agent = await desk.agents.get('d3.8-seen');
  const mail = { from: 'd3.8-seen@customer.test', to: 'query@cr魔法.com', subject: '跨区 d3.8', text: '想把跨区的两个角色合并' };
  const ticket = await desk.doors.mail(mail);
  await desk.ticketWhere(ticket.id, ({ tags }) => tags.includes('complex'), 'a complex case by its words');
  const page = await desk.screens.console(agent, '/views/unassigned');
  await page.goto(`${desk.product.apiUrl}/console/tickets/${ticket.number}`);
  const history = await beside(page, '历史');
  for (const group of ['技术部', '法务部']) await history.getByText(new RegExp(group)).first().waitFor();
  await page.getByText('complex').first().waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show('the tasks of 技术部 and 法务部 stand beside the complex case, each with its time');
});
