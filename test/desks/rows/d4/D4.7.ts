import { expect } from '@jest/globals';
import { answer, archive, figuresWhere, ratingOf } from '../../desk-feedback.js';
import { row } from '../../row.js';

export default row(
  'D4.7',
  async (desk, show) => {
    await desk.clock.moveTo('2027-01-05 10:00');
    const agent = await desk.agents.get('d4.7-bei');
    const open = async (index: number, category: string) => {
      const ticket = await desk.doors.mail({
        from: `d4.7-${index}@customer.test`,
        to: 'support@helper.example',
        subject: `D4.7 ${index}`,
        text: 'The orders are late',
      });
      await desk.api('PATCH', `/tickets/${ticket.id}`, { category });
      return ticket;
    };
    const sync = [await open(1, 'd47-order-sync'), await open(2, 'd47-order-sync'), await open(3, 'd47-order-sync')];
    const export_ = await open(4, 'd47-export');
    for (const ticket of [sync[0]!, export_]) {
      await answer(desk, ticket, 'It is repaired', agent);
      await archive(desk, ticket, agent);
    }
    await desk.mailTo('d4.7-1@customer.test', ({ mail: { text = '' } }) => /1 to 5|1 至 5/.test(text));
    await desk.doors.mail({
      from: 'd4.7-1@customer.test',
      to: 'support@helper.example',
      subject: `Re: [${sync[0]!.number}]`,
      text: '1, took days',
    });
    expect(await ratingOf(desk, sync[0]!)).toMatchObject({ value: 1, reason: 'took days' });
    const rows = await figuresWhere(desk, 'gap-analysis?from=2027-01-05&to=2027-01-05', (each) => each.some(({ low }) => low === 1));
    const mine = rows.filter(({ category }) => String(category).startsWith('d47'));
    expect(mine).toMatchObject([
      { category: 'd47-order-sync', inquiries: 3, solvedShare: 0.3333, low: 1 },
      { category: 'd47-export', inquiries: 1, solvedShare: 1, gap: 0 },
    ]);
    show(
      'asked after a service, answered "1, took days"; the gap analysis puts order-sync first: 3 of 4 inquiries, a third of them solved, one low score (a year of 5 000 a day: npm run bench, reports)',
    );
  },
  { on: '2027-01-05' },
);
