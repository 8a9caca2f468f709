import { expect } from '@jest/globals';
import { answer, archive, figuresWhere, lineWith, ratingOf } from '../../desk-feedback.js';
import { row } from '../../row.js';

export default row(
  'D3.10',
  async (desk, show) => {
    await desk.clock.moveTo('2026-12-08 10:00');
    const agent = await desk.agents.get('d3.10-er');
    const { visitor, ticket } = await desk.doors.chatWith('皮肤没有到账');
    await answer(desk, ticket, '已补发', agent);
    await lineWith(visitor, '已补发');
    await archive(desk, ticket, agent, { status: 'solved' });
    await lineWith(visitor, '响应速度、解决质量、服务态度、便捷程度');
    await visitor.say('5 4 3 2 9');
    const rating = await ratingOf(desk, ticket);
    expect(rating).toMatchObject({ way: 'reply', parts: { speed: 5, quality: 4, attitude: 3, ease: 2 }, value: 3.9, recommend: 9 });
    expect((await desk.ticket(ticket.id)).status).toBe('solved');
    const [nps] = await figuresWhere(desk, 'nps-daily?from=2026-12-08&to=2026-12-08', ([each]) => each?.['answers'] === 1);
    expect(nps).toMatchObject({ promoters: 1, detractors: 0, nps: 100 });
    await desk.clock.moveTo('2026-12-09 08:00');
    await desk.until(async () => {
      const { items } = await desk.api<{ items: { from: string }[] }>('GET', '/report-runs?key=nps-daily');
      return items.some(({ from }) => from === '2026-12-08');
    }, 'the daily report');
    const health = await figuresWhere(desk, 'health-monthly?from=2026-12-01&to=2026-12-31', ([each]) => Number(each?.['rated']) >= 1);
    expect(health[0]).toHaveProperty('nps');
    await visitor.close();
    show(
      'asked in the chat at once; "5 4 3 2 9" is 0.3×5 + 0.4×4 + 0.2×3 + 0.1×2 = 3.9 and a promoter; NPS 100 in the daily report of 8:00, and in the monthly health report',
    );
  },
  { on: '2026-12-08' },
);
