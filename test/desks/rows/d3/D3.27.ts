import { expect } from '@jest/globals';
import { answer, archive, figuresWhere, report, releasedFigures } from '../../desk-feedback.js';
import { row } from '../../row.js';

export default row(
  'D3.27',
  async (desk, show) => {
    await desk.clock.moveTo('2026-12-21 10:00');
    const agent = await desk.agents.get('d3.27-er');
    const ticket = await desk.doors.mail({
      from: 'd3.27@customer.test',
      name: '孙小美',
      to: 'service@cr魔法.com',
      subject: 'D3.27 充值',
      text: '充值未到账，我的手机 13800003227',
    });
    await desk.api('PATCH', `/tickets/${ticket.id}`, { assignee: agent.id });
    await answer(desk, ticket, '已补发', agent);
    await archive(desk, ticket, agent);
    const day = 'from=2026-12-21&to=2026-12-21';
    const agents = await figuresWhere(desk, `agents-monthly?${day}`, (rows) =>
      rows.some((each) => each['agent'] === 'd3.27-er' && each['solved'] === 1),
    );
    expect(agents.find((each) => each['agent'] === 'd3.27-er')).toMatchObject({ inquiries: 1, solvedShare: 1 });
    const exported = JSON.stringify((await report(desk, `assessor?${day}`)).rows);
    expect(exported).toContain('2026-12-21');
    for (const secret of ['孙小美', 'd3.27', '13800003227', ticket.number, ticket.id]) expect(exported).not.toContain(secret);
    const assessor = await desk.agents.get('d3.27-assessor', 'assessor');
    expect((await desk.ask('GET', `/reports/assessor?${day}`, undefined, assessor)).status).toBe(200);
    const tickets = await desk.ask<{ items?: unknown[] }>('GET', '/tickets', undefined, assessor);
    expect([tickets.status, tickets.body.items ?? []]).toEqual([403, []]);
    expect((await desk.ask('GET', `/tickets/${ticket.id}`, undefined, assessor)).status).toBe(403);
    expect((await desk.ask('GET', '/audit', undefined, assessor)).status).toBe(403);
    await desk.clock.moveTo('2027-01-01 08:00');
    const shown = await releasedFigures(desk, 'public-figures', '2026-12-01');
    expect(shown.rows).toHaveLength(1);
    const { items } = await desk.api<{ items: unknown[] }>('GET', '/report-runs?key=agents-monthly');
    expect(items.length).toBeGreaterThan(0);
    show(
      'on 1 January the figures of December were made, a supervisor released them, and they were public, without a login; the assessor, logged in as such, reads his export, which has no name, number or word of anybody, and neither tickets nor the audit log; agent figures were made for the month',
    );
  },
  { on: '2026-12-21' },
);
