import { expect } from '@jest/globals';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

interface Live {
  readonly at: string;
  readonly agents: readonly { readonly id: string; readonly open: number }[];
  readonly branches: readonly { readonly key: string; readonly open: number; readonly visitsToday: number }[];
}

export default row('D3.25', async (desk, show) => {
  const agent = await desk.agents.get('d3.25-yi');
  const ticket = await desk.doors.mail({ from: 'd3.25@customer.test', to: 'service@cr魔法.com', subject: 'D3.25', text: '卡顿' });
  const live = () => desk.api<Live>('GET', '/live');
  const began = performance.now();
  await desk.api('PATCH', `/tickets/${ticket.id}`, { assignee: agent.id });
  await desk.until(async () => (await live()).agents.find(({ id }) => id === agent.id)?.open === 1, 'the wall to show it', 5_000);
  const ms = performance.now() - began;
  const [shanghai, chengdu] = (await live()).branches;
  expect([shanghai!.key, chengdu!.key]).toEqual(['shanghai', 'chengdu']);
  const contact = { identity: { scheme: 'phone', value: '+8613800032501' }, displayName: '赵先生' };
  const visit = await desk.api<{ ticketId: string }>('POST', '/visits', { branch: 'shanghai', contact, subject: 'D3.25 到店' }, agent);
  const wall = (open: number) =>
    desk.until(
      async () => {
        const [first, second] = (await live()).branches;
        return first!.open === open && first!.visitsToday === shanghai!.visitsToday + 1 && second!.open === chengdu!.open;
      },
      `${open} open in Shanghai`,
      5_000,
    );
  await wall(shanghai!.open + 1);
  await desk.api('PATCH', `/tickets/${visit.ticketId}`, { status: 'closed' }, agent);
  await wall(shanghai!.open);
  const parts = { speed: 1, quality: 1, attitude: 2, ease: 1 };
  for (let index = 0; index < 3; index += 1) {
    const rated = await desk.doors.mail({
      ...{ from: `d3.25-${index}@customer.test`, to: 'service@cr魔法.com', subject: `D3.25 ${index}`, text: '又掉线了' },
    });
    await desk.api('POST', `/tickets/${rated.id}/ratings`, { survey: 'weighted', parts }, agent);
  }
  const notice = await desk.until(async () => {
    const { items } = await desk.api<List<{ kind: string; text: string }>>('GET', '/notices?kind=threshold_passed');
    return items.find(({ text }) => text.includes('今日低分评价过多'));
  }, 'the supervisors to be told');
  show(
    `the wall showed a new assignment after ${Math.round(ms)} ms, and both service points with who came to them today and whose case is open; supervisors were told: ${notice.text} (with 1 000 agents: npm run bench, reports)`,
  );
});
