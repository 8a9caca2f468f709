import { expect } from '@jest/globals';
import { hoursOf, inShanghai } from '../../desk-clocks.js';
import { row } from '../../row.js';

export default row(
  'D0.2',
  async (desk, show) => {
    const states = async (when: string) => {
      await desk.clock.moveTo(when);
      return Promise.all(['chat', 'phone', 'email'].map(async (channel) => (await hoursOf(desk, channel)).open));
    };
    expect(await states('2026-09-18 16:30')).toEqual([true, true, true]);
    expect(await states('2026-09-18 17:30')).toEqual([true, false, true]);
    expect(await states('2026-09-19 11:00')).toEqual([true, false, true]);
    expect(await states('2026-09-19 16:30')).toEqual([false, false, true]);
    // 2026-09-20, a Sunday, is worked for the National Day week.
    expect(inShanghai((await hoursOf(desk, 'chat')).opensAt)).toBe('2026-09-20 09:00');
    expect(await states('2026-09-20 16:30')).toEqual([true, true, true]);
    expect(inShanghai((await hoursOf(desk, 'chat')).closesAt)).toBe('2026-09-20 18:00');
    const ahead = (await hoursOf(desk, 'chat')).announcements.map(({ from, to, holiday }) => [from, to, holiday?.key ?? null]);
    expect(ahead).toEqual([
      ['2026-09-20', '2026-09-20', null],
      ['2026-09-25', '2026-09-27', 'mid-autumn'],
    ]);
    expect(await states('2026-09-25 10:00')).toEqual([false, false, true]);
    const { visitor, ticket } = await desk.doors.chatWith('中秋有人吗？');
    const told = await desk.until(
      async () =>
        (await desk.entries(ticket)).find(({ direction, plainText }) => direction === 'outbound' && plainText.includes('下次服务时间')),
      'an acknowledgement that says when somebody is there',
    );
    expect(told.plainText).toContain('9月28日（周一）09:00');
    await visitor.close();
    show(
      'chat is open on working days 9–18 and Saturdays 10–16, phone on working days 9–17, mail always; a make-up Sunday is worked as a Monday, Mid-Autumn is closed, announced days before and told to who writes then',
    );
  },
  { on: '2026-09-18' },
);
