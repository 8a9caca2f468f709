import { expect } from '@jest/globals';
import { type IncidentSeen } from '../../emergency-views.js';
import { row } from '../../row.js';

export default row('D3.15', async (desk, show) => {
  const supervisor = await desk.agents.get('d3.15-chief', 'supervisor');
  const write = (name: string, subject: string, text: string) =>
    desk.doors.mail({ from: `d3.15-${name}@customer.test`, to: 'query@cr魔法.com', subject, text });
  const problem = await desk.api<{ id: string }>('POST', '/tickets', {
    contact: { identity: { scheme: 'phone', value: '+8613900031599' }, displayName: '机房' },
    subject: 'D3.15 登录服务器故障',
    origin: 'call',
  });
  const touched = await write('touched', 'D3.15 登不上', '登不上游戏了');
  const other = await write('other', 'D3.15 活动', '请问怎么查看活动奖励');
  await desk.ticketWhere(touched.id, ({ tags }) => tags.includes('outage'), 'whoever writes of it');
  const affected = { tags: ['outage'] };
  const wish = { ticket: problem.id, title: '登录服务器故障', affected };
  const incident = await desk.api<IncidentSeen>('POST', '/incidents', wish, supervisor);
  const tell = { kind: 'began', text: { zh: '登录服务器正在抢修。', en: 'The login servers are being repaired.' } };
  await desk.api('POST', `/incidents/${incident.id}/notices`, tell, supervisor);
  await desk.mailTo('d3.15-touched@customer.test', ({ mail }) => /登录服务器正在抢修/.test(mail.text ?? ''));

  // Who writes of it while it lasts is told, too.
  const late = await write('late', 'D3.15 又登不上', '还是登不上');
  await desk.mailTo('d3.15-late@customer.test', ({ mail }) => /登录服务器正在抢修/.test(mail.text ?? ''));
  await desk.clock.advance(20 * 60_000);
  await desk.api('POST', `/incidents/${incident.id}/closure`, {}, supervisor);
  for (const { id } of [touched, late]) await desk.ticketWhere(id, ({ status }) => status === 'solved', 'solved with the outage');
  for (const name of ['touched', 'late'])
    await desk.mailTo(`d3.15-${name}@customer.test`, ({ mail }) => /已恢复，历时 20 分钟/.test(mail.text ?? ''));
  expect((await desk.ticket(other.id)).status).not.toBe('solved');
  expect(
    desk.customers.arrived.filter(
      ({ envelopeTo, mail }) => envelopeTo.includes('d3.15-other@customer.test') && /抢修|已恢复/.test(mail.text ?? ''),
    ),
  ).toEqual([]);
  show(
    'an announcement of an outage reached who had written that he could not log in, and who wrote it later; who asked about something else heard nothing; both cases were solved with it and told so',
  );
});
