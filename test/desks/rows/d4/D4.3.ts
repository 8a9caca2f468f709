import { expect } from '@jest/globals';
import { answer, call, figuresWhere } from '../../desk-feedback.js';
import { row } from '../../row.js';

export default row(
  'D4.3',
  async (desk, show) => {
    await desk.clock.moveTo('2026-12-14 10:00');
    const agent = await desk.agents.get('d4.3-bei');
    const kept = await desk.doors.mail({
      from: 'd4.3-a@customer.test',
      to: 'support@helper.example',
      subject: 'D4.3 a',
      text: 'Order export fails',
    });
    await desk.clock.moveTo('2026-12-14 11:00');
    await answer(desk, kept, 'Please try again', agent);
    const late = await desk.doors.mail({
      from: 'd4.3-b@customer.test',
      to: 'support@helper.example',
      subject: 'D4.3 b',
      text: 'Complaint',
    });
    await desk.clock.moveTo('2026-12-14 16:00');
    await answer(desk, late, 'Sorry for the wait', agent);
    await call(desk, '+8613800000403');
    const rows = await figuresWhere(
      desk,
      'channel-promises?from=2026-12-14&to=2026-12-14&language=en',
      (each) =>
        each.some(({ channel, measured }) => channel === 'Email' && measured === 2) &&
        each.some(({ channel, measured }) => channel === 'Phone' && measured === 1),
    );
    expect(rows.map(({ channel, for: what, promise }) => [channel, what, promise])).toEqual([
      ['Bot', 'basics', 'instant'],
      ['Human chat', 'account, payment, technical', '2 min on average'],
      ['Email', 'complex matters, complaints', 'within 4 h'],
      ['Phone', 'urgent technical faults', 'at once, at least 98 % connected'],
    ]);
    expect(rows.find(({ channel }) => channel === 'Email')).toMatchObject({ within: 0.5, kept: 'no' });
    expect(rows.find(({ channel }) => channel === 'Phone')).toMatchObject({ within: 1, kept: 'yes' });
    await desk.clock.moveTo('2027-01-01 09:00');
    await desk.until(async () => {
      const shown = (await (await fetch(`${desk.product.apiUrl}/api/v1/public/figures`)).json()) as { items: { key: string }[] };
      return shown.items.some(({ key }) => key === 'channel-promises');
    }, 'the comparison shown to everybody');
    show(
      'four channels with what each is for, what it promises and what was measured: one mail of two within 4 h is not kept, every call connected is; shown to everybody each month',
    );
  },
  { on: '2026-12-14' },
);
