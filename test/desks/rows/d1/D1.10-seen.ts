import { clockWhere } from '../../desk-clocks.js';
import { seen } from '../../row.js';

export default seen('D1.10', async (desk, show) => {
  const agent = await desk.agents.get('d1.10-seen');
  const mail = { from: 'seen@d110.test', to: 'service@b2b.example', subject: 'D1.10 断网', text: 'It is down.' };
  const ticket = await desk.doors.mail(mail);
  await desk.mailTo('seen@d110.test');
  await clockWhere(desk, ticket, 'response');
  const page = await desk.screens.ticket(agent, ticket);
  const clock = page.getByRole('list', { name: '时限' }).getByText(/^首次回复：/);
  await clock.waitFor();
  const running = await clock.innerText();
  await desk.api('POST', `/tickets/${ticket.id}/contact-records`, { way: '电话', reached: true, content: '已确认影响范围' }, agent);
  await clock.waitFor({ state: 'detached' });
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(`after the acknowledgement ${running} still stood beside the subject; it was gone as soon as a person had reached the customer`);
});
