import { expect } from '@jest/globals';
import { clockWhere, hoursOf, minutesOf } from '../../desk-clocks.js';
import { row } from '../../row.js';

export default row(
  'D4.2',
  async (desk, show) => {
    const teams = async (when: string) => {
      await desk.clock.moveTo(when);
      return (await hoursOf(desk, 'chat')).teams;
    };
    const phone = async (when: string) => {
      await desk.clock.moveTo(when);
      return (await hoursOf(desk, 'phone')).open;
    };
    const write = (from: string) =>
      desk.doors.mail({ from, to: 'support@helper.example', subject: `Customs of ${from}`, text: 'A complex problem.' });
    const dueOf = async (ticket: { readonly id: string }, target: string) =>
      minutesOf(await clockWhere(desk, ticket, 'response', (clock) => clock.target === target));

    expect(await teams('2026-09-24 09:30')).toEqual(['beijing']);
    const ahead = (await hoursOf(desk, 'chat')).announcements.map(({ from, to, holiday }) => [from, to, holiday?.key]);
    expect(ahead).toEqual([
      ['2026-09-25', '2026-09-27', 'mid-autumn'],
      ['2026-10-01', '2026-10-07', 'national-day'],
    ]);
    expect(await dueOf(await write('working@d42.test'), 'email')).toBe(240);
    expect(await phone('2026-09-24 19:30')).toBe(true);
    expect(await teams('2026-09-24 21:30')).toEqual(['beijing', 'america', 'europe']);
    expect(await teams('2026-09-25 04:00')).toEqual(['america']);
    expect((await hoursOf(desk, 'chat')).by).toBe('people');

    expect(await teams('2026-09-25 08:30')).toEqual(['america']); // Mid-Autumn: Beijing comes at nine; New York stays until 21:00
    expect(await teams('2026-09-25 10:00')).toEqual(['beijing']);
    expect(await dueOf(await write('holiday@d42.test'), 'email')).toBe(360);
    const { visitor, ticket } = await desk.doors.chatWith('How do I log in?');
    expect(await dueOf(ticket, 'chat')).toBe(2);
    await visitor.close();
    expect(await phone('2026-09-26 19:00')).toBe(false);

    // New York's 9:00 is 21:00 in Beijing in summer, 22:00 in winter; Berlin's 20:00 is 2:00 or 3:00.
    expect(await teams('2026-11-03 21:30')).toEqual(['beijing', 'europe']);
    expect(await teams('2026-11-03 22:30')).toEqual(['beijing', 'america', 'europe']);
    expect(await teams('2026-11-04 02:30')).toEqual(['america', 'europe']);
    show(
      'Beijing, the night team for America and the European team each keep their own hours, an hour later in winter by Beijing’s clock; holidays are worked in shifts and announced 7 days ahead; a complex mail is due after 4 h, 6 h on a holiday, a chat after 2 min on both',
    );
  },
  { on: '2026-09-24' },
);
