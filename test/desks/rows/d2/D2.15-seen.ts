import { entryOf } from '../../console-parts.js';
import { seen } from '../../row.js';

export default seen('D2.15', async (desk, show) => {
  const agent = await desk.agents.get('d2.15-seen');
  const alarm = { title: 'D2.15 负载超过 8', incident: 'd215-seen', severity: 'warning', labels: { host: 'gw-9' } };
  const tell = (status: 'firing' | 'resolved') => desk.doors.hook('alarms', { ...alarm, status });
  await tell('firing');
  const ticket = await desk.ticketLike('D2.15 负载');
  const page = await desk.screens.ticket(agent, ticket);
  await entryOf(page, 'D2.15 负载超过 8').waitFor();
  await tell('firing');
  await page.getByText(/告警 2 次/).waitFor();
  await tell('resolved');
  await page.getByText(/恢复/).first().waitFor();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status: 'solved' });
  show(
    'an alarm of the product stands in the thread of its ticket; that it came again was counted before the eyes of who had it open, and its recovery noted',
  );
});
