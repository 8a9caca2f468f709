import { expect } from '@jest/globals';
import { type IncidentSeen, messageTo, newestWhere } from '../../emergency-views.js';
import { row } from '../../row.js';

export default row('D4.10', async (desk, show) => {
  const seller = await desk.api<{ contact: { id: string } }>('POST', '/tickets', {
    contact: { identity: { scheme: 'user', value: 'seller-410' }, displayName: 'D4.10 卖家' },
    subject: 'D4.10 以前的咨询',
    origin: 'call',
  });
  await desk.api('PATCH', `/contacts/${seller.contact.id}`, { fields: { monitored: true }, language: 'zh' });
  const at = desk.clock.now();
  const status = await desk.doors.hook('alarms', {
    title: 'D4.10 订单接口超时',
    status: 'firing',
    incident: 'd410-orders',
    severity: 'critical',
  });
  expect(status).toBeLessThan(300);
  const alarm = await desk.ticketLike('D4.10 订单接口超时');
  const incident = await newestWhere<IncidentSeen>(
    desk,
    '/incidents',
    ({ ticketId }) => ticketId === alarm.id,
    'an incident that monitoring opened',
  );
  const told = await messageTo(desk, 'seller-410', (text) => text.includes('我们的监控已发现异常'), 'a push before he asked');
  expect(told).toContain('D4.10 订单接口超时');
  await newestWhere<IncidentSeen>(desk, '/incidents', ({ id, told: count }) => id === incident.id && count > 0, 'customers that were told');
  const seconds = Math.round((desk.clock.now().getTime() - at.getTime()) / 1_000);
  show(
    `an alarm opened the incident "${incident.title}" by itself, and ${incident.customers} customer(s) it touches were told by app push within ${seconds} s, before anybody asked`,
  );
});
