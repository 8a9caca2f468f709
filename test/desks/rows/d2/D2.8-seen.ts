import { isChosen } from '../../console-parts.js';
import { seen } from '../../row.js';
import { Teams } from '../../teams.js';

export default seen('D2.8', async (desk, show) => {
  const agent = await desk.agents.get('d2.8-seen');
  const mail = { from: 'd2.8-seen@customer.test', to: 'vip@levels.example', subject: 'D2.8 VIP', text: '请帮忙。' };
  const ticket = await desk.doors.mail(mail);
  await desk.api('PATCH', `/contacts/${ticket.contact.id}`, { vip: true });
  await new Teams(desk).inGroup(ticket, 'key-accounts');
  const page = await desk.screens.ticket(agent, ticket);
  await page.getByRole('region', { name: '客户信息' }).getByText('VIP', { exact: true }).waitFor();
  await isChosen(page.getByLabel('客服组'), '大客户支持');
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show('a mail to the key customers’ own address lies with 大客户支持, and VIP stands beside her name');
});
