import { expect } from '@jest/globals';
import { answer, archive, figuresWhere } from '../../desk-feedback.js';
import { row } from '../../row.js';

interface Live {
  readonly at: string;
  readonly all: { readonly open: number; readonly openedToday: number; readonly solvedToday: number };
}

export default row(
  'D2.11',
  async (desk, show) => {
    await desk.clock.moveTo('2026-12-07 10:00');
    const agent = await desk.agents.get('d2.11-an');
    const live = () => desk.api<Live>('GET', '/live');
    const before = await live();
    const ticket = await desk.doors.mail({ from: 'd2.11@customer.test', to: 'support@levels.example', subject: 'D2.11', text: '无法启动' });
    await desk.until(async () => (await live()).all.openedToday > before.all.openedToday, 'the live figures to show it');
    await desk.clock.advance(30 * 60_000);
    await answer(desk, ticket, '请更新驱动', agent);
    await desk.clock.advance(30 * 60_000);
    await archive(desk, ticket, agent);
    await desk.api('POST', `/tickets/${ticket.id}/ratings`, { value: 5 }, agent);
    await desk.until(async () => (await live()).all.solvedToday > before.all.solvedToday, 'the live figures to show that it is solved');
    const [kpi] = await figuresWhere(desk, 'kpi?from=2026-12-07&to=2026-12-07', ([each]) => each?.['rated'] === 1);
    expect(kpi).toMatchObject({ inquiries: 1, solved: 1, solvedShare: 1, satisfiedShare: 1, meanPoints: 100 });
    expect(Number(kpi!['meanFirstAnswer'])).toBeCloseTo(30, 0);
    await desk.clock.moveTo('2027-01-01 09:00');
    const run = await desk.until(async () => {
      const { items } = await desk.api<{ items: { key: string; from: string; to: string; id: string }[] }>(
        'GET',
        '/report-runs?key=monthly',
      );
      return items.find(({ from }) => from === '2026-12-01');
    }, 'the monthly report');
    expect(run.to).toBe('2026-12-31');
    const made = await desk.api<{ columns: { key: string }[] }>('GET', `/report-runs/${run.id}`);
    expect(made.columns.map(({ key }) => key)).toEqual(expect.arrayContaining(['meanFirstAnswer', 'solvedShare', 'satisfiedShare']));
    show(
      'live figures followed a ticket as it came and was solved; the KPI on demand say 30 min to the first answer, all solved, satisfied; the monthly report was made on the 1st at 9:00',
    );
  },
  { on: '2026-12-07' },
);
