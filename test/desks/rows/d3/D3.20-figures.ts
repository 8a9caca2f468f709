import { expect } from '@jest/globals';
import { answer, archive, figuresWhere } from '../../desk-feedback.js';
import { row } from '../../row.js';

const MINUTE = 60_000;

export default row(
  'D3.20',
  async (desk, show) => {
    await desk.clock.moveTo('2026-12-10 10:00');
    const agent = await desk.agents.get('d3.20-san');
    const quick = await desk.doors.mail({ from: 'd3.20-a@customer.test', to: 'service@cr魔法.com', subject: 'D3.20 a', text: '改绑手机' });
    const complex = await desk.doors.mail({
      from: 'd3.20-b@customer.test',
      to: 'service@cr魔法.com',
      subject: 'D3.20 b',
      text: '想把跨区的两个角色合并',
    });
    // Nobody calls it so but the desk's own rule.
    await desk.ticketWhere(complex.id, ({ tags, level }) => tags.includes('complex') && level === null, 'a complex case');
    await answer(desk, quick, '已改绑', agent);
    await answer(desk, complex, '已登记，正在合并', agent);
    await desk.clock.advance(12 * MINUTE);
    await archive(desk, quick, agent);
    await desk.clock.advance(12 * MINUTE);
    await answer(desk, complex, '角色已合并', agent);
    await archive(desk, complex, agent, { status: 'solved' });
    await desk.clock.advance(5 * 60 * MINUTE);
    await archive(desk, complex, agent);
    const [service] = await figuresWhere(desk, 'service?from=2026-12-10&to=2026-12-10', ([each]) => each?.['archivedInTime'] === 1);
    expect(service).toMatchObject({ solved: 2, firstContact: 1, followUpsDue: 1, followUpsDone: 1, complex: 1, archivedShare: 1 });
    expect(Math.round(Number(service!['meanSolve']))).toBe(18);
    show(
      'solved in 12 and in 24 min: a mean of 18 min is measured; what was not solved at first contact was followed up in time; the case that the desk’s rule calls complex archived within 24 h',
    );
  },
  { on: '2026-12-10' },
);
