import { expect } from '@jest/globals';
import { clockWhere, hoursOf, minutesOf } from '../../desk-clocks.js';
import type { Ticket } from '../../desk-views.js';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

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
    /** Who of all three teams gets a chat at this hour, though everybody is there. */
    const givenTo = (login: string, team: string, see: (ticket: Ticket) => Promise<void> = async () => undefined) =>
      Teams.on(desk, async (all) => {
        for (const name of ['bei', 'amy', 'emil']) await all.come(`${name}@helper.example`);
        const { visitor, ticket } = await desk.doors.chatWith('Can I talk to a human about my shop, please?');
        const began = desk.clock.now().getTime();
        const given = await desk.ticketWhere(ticket.id, ({ assignee }) => assignee !== null, 'a chat that somebody has');
        expect(desk.clock.now().getTime() - began).toBeLessThan(20_000);
        expect([given.assignee, given.group]).toEqual([(await desk.agents.get(login)).id, await all.groupId(team)]);
        await see(ticket);
        await visitor.close();
      });
    const dueOf = async (ticket: { readonly id: string }, target: string) =>
      minutesOf(await clockWhere(desk, ticket, 'response', (clock) => clock.target === target));

    const announced = async () => (await hoursOf(desk, 'chat')).announcements.map(({ from, to, holiday }) => [from, to, holiday?.key]);
    expect(await teams('2026-09-23 09:30')).toEqual(['beijing']);
    expect(await announced()).toEqual([['2026-09-25', '2026-09-27', 'mid-autumn']]);
    expect(await teams('2026-09-24 09:30')).toEqual(['beijing']);
    expect(await announced()).toEqual([
      ['2026-09-25', '2026-09-27', 'mid-autumn'],
      ['2026-10-01', '2026-10-07', 'national-day'],
    ]);
    expect(await dueOf(await write('working@d42.test'), 'email')).toBe(240);
    expect(await phone('2026-09-24 19:30')).toBe(true);
    expect(await teams('2026-09-24 21:30')).toEqual(['beijing', 'america', 'europe']);
    expect(await teams('2026-09-25 04:00')).toEqual(['america']);
    expect((await hoursOf(desk, 'chat')).by).toBe('people');
    await givenTo('amy@helper.example', 'america');

    expect(await teams('2026-09-25 08:30')).toEqual(['america']); // Mid-Autumn: Beijing comes at nine; New York stays until 21:00
    expect(await teams('2026-09-25 10:00')).toEqual(['beijing']);
    expect(await dueOf(await write('holiday@d42.test'), 'email')).toBe(360);
    await givenTo('bei@helper.example', 'service', async (ticket) => expect(await dueOf(ticket, 'chat')).toBe(2));
    expect(await phone('2026-09-26 19:00')).toBe(false);

    // The Day of German Unity: Berlin works from ten to four.
    expect(await teams('2026-10-03 15:00')).not.toContain('europe');
    expect(await teams('2026-10-03 16:30')).toContain('europe');
    // New York's 9:00 is 21:00 in Beijing in summer, 22:00 in winter; Berlin's 20:00 is 2:00 or 3:00.
    expect(await teams('2026-11-03 21:30')).toEqual(['beijing', 'europe']);
    expect(await teams('2026-11-03 22:30')).toEqual(['beijing', 'america', 'europe']);
    expect(await teams('2026-11-04 02:30')).toEqual(['america', 'europe']);
    // Thanksgiving begins at ten in New York.
    await desk.clock.moveTo('2026-11-18 09:00');
    expect(await announced()).not.toContainEqual(expect.arrayContaining(['thanksgiving']));
    await desk.clock.moveTo('2026-11-19 22:00');
    expect(await announced()).toContainEqual(expect.arrayContaining(['thanksgiving']));
    expect(await teams('2026-11-26 22:30')).toEqual(['beijing', 'europe']);
    expect(await teams('2026-11-26 23:30')).toEqual(['beijing', 'america', 'europe']);
    show(
      'Beijing, the night team for America and the European team each keep their own hours, an hour later in winter by Beijing’s clock; a chat at 4:00 was given to the American team within seconds, one in the morning to Beijing’s; holidays of China, Germany and America are worked in shifts by their own team and announced 7 days ahead, not 8; a complex mail is due after 4 h, 6 h on a holiday, a chat after 2 min on both',
    );
  },
  { on: '2026-09-23' },
);
