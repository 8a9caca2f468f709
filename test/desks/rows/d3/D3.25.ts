import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

interface Live {
  readonly at: string;
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
    `the wall showed a new assignment after ${Math.round(ms)} ms; supervisors were told: ${notice.text} (with 1 000 agents: npm run bench, reports)`,
  );
});
