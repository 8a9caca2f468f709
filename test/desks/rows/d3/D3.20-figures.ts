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
      text: '账号被盗，装备丢失',
    });
    await desk.api('PATCH', `/tickets/${complex.id}`, { urgency: 'complex', level: 2 }, agent);
    await answer(desk, quick, '已改绑', agent);
    await answer(desk, complex, '已冻结，正在追回', agent);
    await desk.clock.advance(12 * MINUTE);
    await archive(desk, quick, agent);
    await desk.clock.advance(12 * MINUTE);
    await answer(desk, complex, '装备已追回', agent);
    await archive(desk, complex, agent, { status: 'solved' });
    await desk.clock.advance(5 * 60 * MINUTE);
    await archive(desk, complex, agent);
    const [service] = await figuresWhere(desk, 'service?from=2026-12-10&to=2026-12-10', ([each]) => each?.['archivedInTime'] === 1);
    expect(service).toMatchObject({ solved: 2, firstContact: 1, followUpsDue: 1, followUpsDone: 1, complex: 1, archivedShare: 1 });
    expect(Math.round(Number(service!['meanSolve']))).toBe(18);
    show(
      'solved in 12 and in 24 min: a mean of 18 min is measured; what was not solved at first contact was followed up in time; the complex case archived within 24 h',
    );
  },
  { on: '2026-12-10' },
);
