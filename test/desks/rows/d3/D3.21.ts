import { expect } from '@jest/globals';
import { type CompensationSeen, type IncidentSeen, listOf, messageTo } from '../../emergency-views.js';
import type { DeskAgent } from '../../desk-agents.js';
import { row } from '../../row.js';
import type { RunningDesk } from '../../running-desk.js';

const MINUTE_MS = 60_000;

interface Player {
  readonly id: string;
  readonly phone: string;
}

async function report(desk: RunningDesk, n: number, plan: string | null = null): Promise<Player> {
  const phone = `+8613900032${n}01`;
  const opened = await desk.api<{ id: string; contact: { id: string } }>('POST', '/tickets', {
    contact: { identity: { scheme: 'phone', value: phone }, displayName: `D3.21 玩家${n}` },
    subject: `D3.21 掉线 ${n}`,
    origin: 'call',
    text: '游戏里一直掉线',
  });
  if (plan !== null) await desk.api('PATCH', `/contacts/${opened.contact.id}`, { plan });
  return { id: opened.id, phone };
}

async function beginIncident(desk: RunningDesk, title: string, supervisor: DeskAgent): Promise<IncidentSeen> {
  const contact = { identity: { scheme: 'phone', value: '+8613900032999' }, displayName: '机房' };
  const problem = await desk.api<{ id: string }>('POST', '/tickets', { contact, subject: `D3.21 ${title}`, origin: 'call' });
  return desk.api<IncidentSeen>('POST', '/incidents', { ticket: problem.id, title }, supervisor);
}

export default row('D3.21', async (desk, show) => {
  const [supervisor, agent] = [await desk.agents.get('d3.21-chief', 'supervisor'), await desk.agents.get('d3.21-li')];
  const link = (incident: IncidentSeen, player: Player, more: object = {}) =>
    desk.api('POST', `/incidents/${incident.id}/customers`, { tickets: [player.id], ...more }, supervisor);
  const close = (incident: IncidentSeen) => desk.api<IncidentSeen>('POST', `/incidents/${incident.id}/closure`, {}, supervisor);
  const proposedFor = ({ id }: IncidentSeen) => listOf<CompensationSeen>(desk, `/compensations?incident=${id}&state=proposed`);
  const amountsOf = (proposed: readonly CompensationSeen[]) => proposed.map(({ displayName, amount }) => `${displayName} ${amount}`).sort();

  // 95 minutes for two, less for who came into it late and for whom it was over sooner.
  const [vip, normal, late, soon] = [await report(desk, 1, 'vip'), await report(desk, 2), await report(desk, 3), await report(desk, 4)];
  const long = await beginIncident(desk, '三区登录故障', supervisor);
  const began = desk.clock.now().getTime();
  for (const player of [vip, normal]) await link(long, player);
  const text = { zh: '工程师正在处理。', en: 'Engineers are at work.' };
  await desk.api('POST', `/incidents/${long.id}/notices`, { kind: 'began', text }, supervisor);
  await desk.clock.advance(60 * MINUTE_MS);
  await link(long, late, { touchedFrom: desk.clock.now().toISOString() });
  await link(long, soon, { touchedUntil: new Date(began + 20 * MINUTE_MS).toISOString() });
  for (const { phone } of [vip, normal, late, soon])
    await messageTo(desk, phone, (said) => said.includes('三区登录故障'), 'what is told while it lasts');
  await desk.clock.advance(35 * MINUTE_MS);
  const closed = await close(long);
  expect([closed.state, closed.customers]).toEqual(['closed', 4]);
  for (const { id, phone } of [vip, normal, late, soon]) {
    await messageTo(desk, phone, (said) => said.includes('已恢复，历时 95 分钟'), 'that it is over');
    expect((await desk.ticket(id)).status).toBe('solved');
  }
  const proposed = await proposedFor(long);
  expect(amountsOf(proposed)).toEqual(['D3.21 玩家1 800', 'D3.21 玩家2 200', 'D3.21 玩家3 100', 'D3.21 玩家4 50']);
  expect((await desk.ask('POST', `/compensations/${proposed[0]!.id}/decision`, { decision: 'approve' }, agent)).status).toBe(403);
  for (const { id } of proposed) await desk.api('POST', `/compensations/${id}/decision`, { decision: 'approve' }, supervisor);
  await messageTo(desk, vip.phone, (said) => said.includes('故障补偿 800 钻石 已发放'), 'what he was given');
  await messageTo(desk, normal.phone, (said) => said.includes('故障补偿 200 钻石 已发放'), 'what he was given');

  // Five minutes are nothing, forty are two half hours.
  const amounts = [];
  for (const [n, minutes] of [
    [5, 5],
    [6, 40],
  ] as const) {
    const player = await report(desk, n);
    const incident = await beginIncident(desk, `${minutes} 分钟抖动`, supervisor);
    await link(incident, player);
    await desk.clock.advance(minutes * MINUTE_MS);
    await close(incident);
    await desk.ticketWhere(player.id, ({ status }) => status === 'solved', 'solved with it');
    amounts.push(amountsOf(await proposedFor(incident)));
  }
  expect(amounts).toEqual([[], ['D3.21 玩家6 100']]);
  show(
    'an outage of 95 min: all told by text message when it began and when it was over, tickets solved together; 4 half hours proposed for each by his plan (800 and 200 钻石), 2 and 1 for whom it touched 35 and 20 min, approved by a supervisor (an agent may not) and told by text message; nothing for an outage of 5 min, 2 half hours for one of 40',
  );
});
