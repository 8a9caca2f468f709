import { newestWhere, type IncidentSeen } from '../../emergency-views.js';
import { seen } from '../../row.js';

export default seen('D4.10', async (desk, show) => {
  const chief = await desk.agents.get('d4.10-seen', 'supervisor');
  const alarm = { title: 'D4.10 物流接口超时', status: 'firing', incident: 'd410-seen', severity: 'critical' };
  await desk.doors.hook('alarms', alarm);
  const ticket = await desk.ticketLike('D4.10 物流接口超时');
  const { id } = await newestWhere<IncidentSeen>(desk, '/incidents', ({ ticketId }) => ticketId === ticket.id, 'an incident');
  const page = await desk.screens.console(chief, '/announcements');
  const incident = page.getByRole('region', { name: '进行中的事件' }).getByRole('listitem').filter({ hasText: 'D4.10 物流接口超时' });
  const touched = await incident.getByText(/影响 \d+ 位客户/).innerText();
  await desk.api('POST', `/incidents/${id}/closure`, {}, chief);
  show(`what monitoring opened stands under 进行中的事件 with how many it touches (${touched}), one click from an announcement`);
});
