import { describe, expect, it } from '@jest/globals';
import { ShiftsSection } from '../../desk/schema/shifts.js';
import { addDays, minutesOf, toLocalTime, weekdayOf } from './local-time.js';
import { coverOfHours, isOnDay, ShiftClock } from './shift-plan.js';

const make = (given: object) => ShiftsSection.parse({ zone: 'Asia/Shanghai', ...given });
const plan = (more: object = {}) => ({ key: 'day', group: 'chat', from: '09:00', to: '18:00', ...more });
const onShift = (given: object, at: string, login = 'a@x.test', ...groups: string[]) =>
  new ShiftClock(make(given), new Date(`${at}:00+08:00`)).dutyOf({ login, groups: new Set(groups) });

describe('a shift', () => {
  it('has a first and a last day, both worked', () => {
    const [since, until] = ['2026-03-03', '2026-03-05'];
    const days = ['2026-03-02', '2026-03-03', '2026-03-05', '2026-03-06'];
    const weekdays = { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const };
    expect(days.map((day) => isOnDay({ ...weekdays, days: [...weekdays.days], since, until }, day))).toEqual([false, true, true, false]);
    expect(days.map((day) => isOnDay({ days: [...weekdays.days], since }, day))).toEqual([false, true, true, true]);
    expect(days.map((day) => isOnDay({ days: [...weekdays.days], until }, day))).toEqual([true, true, true, false]);
    expect(days.map((day) => isOnDay({ days: ['tue', 'fri'] }, day))).toEqual([false, true, false, true]);
  });

  it('is one of several of somebody: any of them will do', () => {
    const two = { plans: [plan(), plan({ key: 'late', from: '20:00', to: '22:00' })] };
    expect(['2026-03-02T10:00', '2026-03-02T19:00', '2026-03-02T21:00'].map((at) => onShift(two, at, 'a@x.test', 'chat').onShift)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('of a whole day lasts until the same time of the next', () => {
    const whole = { plans: [plan({ from: '08:00', to: '08:00', days: ['mon'] })] };
    expect(
      ['2026-03-02T07:59', '2026-03-02T08:00', '2026-03-03T07:59', '2026-03-03T08:00'].map(
        (at) => onShift(whole, at, 'a@x.test', 'chat').onShift,
      ),
    ).toEqual([...[false, true, true, false]]);
  });

  it('brings somebody in whose own is over, at a temporary desk and only in its hours', () => {
    const desk = {
      key: 'd',
      group: 'sales',
      from: '2026-03-02',
      to: '2026-03-03',
      hours: { from: '19:00', to: '21:00' },
      members: ['a@x.test'],
    };
    const both = { plans: [plan()], temporaryDesks: [desk] };
    const at = (time: string) => onShift(both, time, 'a@x.test', 'chat');
    expect(at('2026-03-02T19:00')).toEqual({ onShift: true, temporaryGroups: ['sales'] });
    for (const time of ['2026-03-02T18:59', '2026-03-02T21:00', '2026-03-04T20:00', '2026-03-01T20:00'])
      expect(at(time)).toEqual({ onShift: false, temporaryGroups: [] });
    expect(at('2026-03-03T20:59').temporaryGroups).toEqual(['sales']);
    expect(onShift(both, '2026-03-02T20:00', 'b@x.test', 'chat').onShift).toBe(false);
  });

  it('covers hours by the part of each, over midnight too', () => {
    const monday = coverOfHours({ days: ['mon'], from: '09:30', to: '11:15' }, '2026-03-02');
    expect([8, 9, 10, 11, 12].map((hour) => monday[hour])).toEqual([0, 30, 60, 15, 0]);
    const night = { days: ['sun' as const], from: '22:00', to: '01:30' };
    expect(coverOfHours(night, '2026-03-01').slice(21)).toEqual([0, 60, 60]);
    expect(coverOfHours(night, '2026-03-02').slice(0, 3)).toEqual([60, 30, 0]);
    expect(coverOfHours(night, '2026-03-02').reduce((a, b) => a + b)).toBe(90);
    expect(coverOfHours({ days: ['mon'], from: '00:00', to: '00:00' }, '2026-03-02')).toEqual(Array(24).fill(60));
  });
});

describe('a moment on the wall', () => {
  it('has its date, weekday and minutes in its zone', () => {
    expect(toLocalTime(new Date('2026-03-01T16:05:00Z'), 'Asia/Shanghai')).toEqual({ date: '2026-03-02', weekday: 0, minutes: 5 });
    expect(toLocalTime(new Date('2026-03-02T04:59:00Z'), 'America/New_York')).toEqual({ date: '2026-03-01', weekday: 6, minutes: 1_439 });
    expect(toLocalTime(new Date('2026-07-01T16:00:00Z'), 'America/New_York').minutes).toBe(720);
    expect([weekdayOf('2026-03-07'), addDays('2026-02-28', 1), addDays('2026-01-01', -1)]).toEqual([5, '2026-03-01', '2025-12-31']);
    expect([minutesOf('00:00'), minutesOf('09:30'), minutesOf('24:00')]).toEqual([0, 570, 1_440]);
  });
});
