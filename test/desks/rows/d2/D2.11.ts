import { expect } from '@jest/globals';
import type { DeskAgent } from '../../desk-agents.js';
import { answer, archive, figuresWhere, type Report } from '../../desk-feedback.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

interface Live {
  readonly at: string;
  readonly all: { readonly open: number; readonly openedToday: number; readonly solvedToday: number; readonly breached: number };
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
    // A promise that is missed passes a threshold.
    await desk.clock.moveTo('2026-12-08 10:00');
    const late = await desk.doors.mail({
      from: 'd2.11-b@customer.test',
      to: 'support@levels.example',
      subject: 'D2.11 b',
      text: '无法启动',
    });
    await desk.clock.moveTo('2026-12-08 15:00');
    await desk.until(async () => (await live()).all.breached > 0, 'the live figures to show that a promise was missed');
    const notices = (kind: string, as: DeskAgent) => desk.api<List<{ text: string }>>('GET', `/notices?kind=${kind}`, undefined, as);
    const lead = await desk.agents.get('d2.11-lead', 'supervisor');
    const passed = await desk.until(
      async () => (await notices('threshold_passed', lead)).items.find(({ text }) => text.includes('有工单超时')),
      'the supervisors to be told',
    );
    await archive(desk, late, agent);
    // The report is made as soon as the clock is there.
    await figuresWhere(
      desk,
      'kpi?from=2026-12-01&to=2026-12-31',
      (rows) => rows.reduce((sum, each) => sum + Number(each['solved']), 0) === 2,
    );

    await desk.clock.moveTo('2027-01-01 09:00');
    const run = await desk.until(async () => {
      const { items } = await desk.api<{ items: { key: string; from: string; to: string; id: string }[] }>(
        'GET',
        '/report-runs?key=monthly',
      );
      return items.find(({ from }) => from === '2026-12-01');
    }, 'the monthly report');
    expect(run.to).toBe('2026-12-31');
    const made = await desk.api<Report>('GET', `/report-runs/${run.id}`);
    const figures = Object.fromEntries(made.columns.map(({ key }, at) => [key, made.rows[0]![at]]));
    expect(figures).toMatchObject({ inquiries: 2, solved: 2, solvedShare: 1, rated: 1, satisfiedShare: 1, meanPoints: 100 });
    expect(Number(figures['meanFirstAnswer'])).toBeCloseTo(30, 0);
    const toLead = (await notices('report', lead)).items.filter(({ text }) => text.includes(run.id));
    expect([toLead.length, (await notices('report', agent)).items.filter(({ text }) => text.includes(run.id))]).toEqual([1, []]);
    show(
      `live figures followed a ticket as it came and was solved; the KPI on demand say 30 min to the first answer, all solved, satisfied; a missed promise was told (${passed.text}); the monthly report was made on the 1st at 9:00 with its figures, and told to supervisors`,
    );
  },
  { on: '2026-12-07' },
);
