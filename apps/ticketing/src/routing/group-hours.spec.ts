import { describe, expect, it } from '@jest/globals';
import { Desk } from '../desk/desk-schema.js';
import { knownHolidaySets } from '../service-levels/holidays/holidays-in-force.js';
import type { ChannelHours } from '../service-levels/hours/channel-hours.js';
import { DeskHours } from '../service-levels/hours/desk-hours.js';
import { GroupHours } from './group-hours.js';

describe('hours of groups', () => {
  const desk = Desk.parse({
    calendars: { office: { zone: 'Asia/Shanghai', holidays: ['cn'], hours: [{ days: 'mon-fri', spans: ['9:00-18:00'], moved: true }] } },
  });
  const hours = new GroupHours({ current: () => new DeskHours(desk, knownHolidaySets()) } as unknown as ChannelHours);
  const groups: [string, { calendar?: string }][] = [
    ['day', { calendar: 'office' }],
    ['always', {}],
  ];

  it('close those whose calendar is closed', () => {
    expect(hours.findClosed(groups, new Date('2026-03-03T10:00:00+08:00'))).toEqual(new Set());
    expect(hours.findClosed(groups, new Date('2026-03-03T20:00:00+08:00'))).toEqual(new Set(['day']));
  });

  it('say when a group opens or closes next', () => {
    const at = (time: string) => {
      const times = hours.timesAt(Object.fromEntries(groups), new Date(`2026-03-03T${time}:00+08:00`));
      const turn = times.changesAt('day');
      return [
        times.isClosed('day'),
        times.isClosed('always'),
        times.changesAt('always'),
        turn === null ? null : new Date(turn).toISOString(),
      ];
    };
    expect(at('10:00')).toEqual([false, false, null, '2026-03-03T10:00:00.000Z']);
    expect(at('20:00')).toEqual([true, false, null, '2026-03-04T01:00:00.000Z']);
  });

  it('know the holidays of a calendar', () => {
    expect(['2026-10-01', '2026-10-10', '2026-03-03', 'no date'].map((date) => hours.isHoliday('office', date))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(hours.isHoliday(undefined, '2026-10-01')).toBe(false);
  });
});
