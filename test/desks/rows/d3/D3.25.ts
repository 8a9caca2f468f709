import { expect } from '@jest/globals';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

interface Live {
  readonly at: string;
  readonly all: { readonly waiting: number };
  readonly agents: readonly { readonly id: string; readonly open: number }[];
}

export default row('D3.25', async (desk, show) => {
  const agent = await desk.agents.get('d3.25-yi');
  const ticket = await desk.doors.mail({ from: 'd3.25@customer.test', to: 'service@cr魔法.com', subject: 'D3.25', text: '卡顿' });
  const live = () => desk.api<Live>('GET', '/live');
  const began = performance.now();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { assignee: agent.id });
  await desk.until(async () => (await live()).agents.find(({ id }) => id === agent.id)?.open === 1, 'the wall to show it', 5_000);
  const ms = performance.now() - began;
  const { body } = await desk.ask<{ desk: { reports: { thresholds: object[] } }; version: number }>('GET', '/desk');
  expect(body.desk.reports.thresholds.length).toBeGreaterThan(0);
  const { waiting } = (await live()).all;
  const thresholds = [{ key: 'wall', metric: 'waiting', above: waiting, text: { zh: '排队过多' } }];
  await desk.api('PUT', '/desk', { desk: { ...body.desk, reports: { ...body.desk.reports, thresholds } } });
  await desk.doors.mail({ from: 'd3.25b@customer.test', to: 'service@cr魔法.com', subject: 'D3.25 b', text: '无法登录' });
  await desk.until(async () => {
    const { items } = await desk.api<List<{ kind: string; text: string }>>('GET', '/notices?kind=threshold_passed');
    return items.some(({ text }) => text.includes('排队过多'));
  }, 'the supervisors to be told');
  await desk.api('PUT', '/desk', { desk: body.desk });
  show(
    `the wall showed a new assignment after ${Math.round(ms)} ms; supervisors were told when more waited than the threshold (with 1 000 agents: npm run bench, reports)`,
  );
});
