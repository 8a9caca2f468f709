import { recordOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.18', async (desk, show) => {
  const agent = await desk.agents.get('d2.18-seen');
  const shi = await desk.agents.get('shi@levels.example');
  const mail = { from: 'd2.18-seen@customer.test', to: 'support@levels.example', subject: 'D2.18 查询', text: '查询很慢。' };
  const ticket = await desk.doors.mail(mail);
  await desk.api('PATCH', `/tickets/${ticket.id}`, { assignee: agent.id });
  const page = await desk.screens.ticket(agent, ticket);
  await page.getByRole('button', { name: '咨询同事' }).click();
  await page.getByLabel('咨询对象').selectOption({ label: '数据库' });
  await page.getByLabel('问题', { exact: true }).fill('索引该怎么建？');
  await page.getByRole('button', { name: '咨询', exact: true }).click();
  await page.getByText('已发出咨询。').waitFor();
  const { items } = await desk.api<{ items: { id: string; question: string }[] }>('GET', '/consultations', undefined, shi);
  const asked = items.find(({ question }) => question === '索引该怎么建？')!;
  await desk.api('POST', `/consultations/${asked.id}/answer`, { answer: '按客户号和日期建组合索引。' }, shi);
  await recordOf(page, '按客户号和日期建组合索引。');
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show('the expert for 数据库 was chosen among the fields, asked inside the ticket, and his answer came into its thread; she still has it');
});
