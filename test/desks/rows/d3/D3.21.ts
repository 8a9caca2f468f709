import { expect } from '@jest/globals';
import { type CompensationSeen, type IncidentSeen, listOf, messageTo } from '../../emergency-views.js';
import { row } from '../../row.js';

export default row('D3.21', async (desk, show) => {
  const supervisor = await desk.agents.get('d3.21-chief', 'supervisor');
  const player = async (n: number, plan: string | null) => {
    const phone = `+8613900032${n}01`;
    const opened = await desk.api<{ id: string; contact: { id: string } }>('POST', '/tickets', {
      contact: { identity: { scheme: 'phone', value: phone }, displayName: `D3.21 玩家${n}` },
      subject: `D3.21 掉线 ${n}`,
      origin: 'call',
      text: '游戏里一直掉线',
    });
    if (plan !== null) await desk.api('PATCH', `/contacts/${opened.contact.id}`, { plan });
    return { ...opened, phone };
  };
  const [vip, normal] = [await player(1, 'vip'), await player(2, null)];
  const problem = await desk.api<{ id: string }>('POST', '/tickets', {
    contact: { identity: { scheme: 'phone', value: '+8613900032999' }, displayName: '机房' },
    subject: 'D3.21 三区登录故障',
    origin: 'call',
  });
  const incident = await desk.api<IncidentSeen>('POST', '/incidents', { ticket: problem.id, title: '三区登录故障' }, supervisor);
  await desk.api('POST', `/incidents/${incident.id}/customers`, { tickets: [vip.id, normal.id] }, supervisor);
  await desk.api(
    'POST',
    `/incidents/${incident.id}/notices`,
    { kind: 'began', text: { zh: '工程师正在处理。', en: 'Engineers are at work.' } },
    supervisor,
  );
  for (const { phone } of [vip, normal])
    await messageTo(desk, phone, (text) => text.includes('三区登录故障'), 'what is told while it lasts');
  await desk.clock.advance(95 * 60_000);
  const closed = await desk.api<IncidentSeen>('POST', `/incidents/${incident.id}/closure`, {}, supervisor);
  expect([closed.state, closed.customers]).toEqual(['closed', 2]);
  for (const { id, phone } of [vip, normal]) {
    await messageTo(desk, phone, (text) => text.includes('已恢复，历时 95 分钟'), 'that it is over');
    expect((await desk.ticket(id)).status).toBe('solved');
  }
  const proposed = await listOf<CompensationSeen>(desk, `/compensations?incident=${incident.id}&state=proposed`);
  const amounts = proposed.map(({ displayName, amount }) => `${displayName} ${amount}`).sort();
  expect(amounts).toEqual(['D3.21 玩家1 800', 'D3.21 玩家2 200']);
  const agent = await desk.agents.get('d3.21-li');
  expect((await desk.ask('POST', `/compensations/${proposed[0]!.id}/decision`, { decision: 'approve' }, agent)).status).toBe(403);
  for (const { id } of proposed) await desk.api('POST', `/compensations/${id}/decision`, { decision: 'approve' }, supervisor);
  show(
    `an outage of 95 min: both customers told by SMS when it began and when it was over, all tickets solved together, and 4 half hours proposed for each by his plan (800 and 200 钻石), approved by a supervisor; an agent may not`,
  );
});
