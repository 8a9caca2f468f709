import { describe, expect, it } from '@jest/globals';
import { Calendar } from './calendar.js';
import type { CalendarRules, WeekdayHours } from './calendar-rules.js';
import { findExceptions } from './exceptions.js';
import { HolidaySet } from './holiday-set.js';
import { formatDay, parseDay, type Weekday, WEEKDAYS } from './local-day.js';
import { dueAfter, lengthOn, parseTargetTime } from './targets.js';
import { addWorkingDays } from './working-days.js';
import { Zone } from './zone.js';

const day = (text: string) => parseDay(text)!;
const at = (text: string) => Date.parse(`${text}+08:00`);
const show = (instant: number | null) =>
  instant === null ? null : new Date(Zone.of('Asia/Shanghai').wallAt(instant)).toISOString().slice(0, 16);
const weekdays = (days: readonly Weekday[], from: number, to: number, more: Partial<WeekdayHours> = {}): WeekdayHours => ({
  days: new Set(days),
  spans: [{ from: from * 60, to: to * 60 }],
  by: 'people',
  moved: true,
  ...more,
});
const rules = (more: Partial<CalendarRules>): CalendarRules => ({
  ...{ key: 'office', zone: 'Asia/Shanghai', summerTime: true, holidays: [], weekdays: [], onHolidays: [], dates: new Map(), teams: [] },
  ...more,
});
const spring = { key: 'spring-festival', name: { zh: '春节' } };
const china = new HolidaySet(
  'cn',
  new Map(Array.from({ length: 9 }, (_, index) => [day('2026-02-15') + index, spring])),
  new Map([
    [day('2026-02-14'), 'mon'],
    [day('2026-02-28'), 'mon'],
  ]),
  new Set([2026]),
);
const MON_FRI = WEEKDAYS.slice(0, 5);
const chat = new Calendar(rules({ weekdays: [weekdays(MON_FRI, 9, 18), weekdays(['sat'], 10, 16)] }), [china]);

describe('hours over a Spring Festival', () => {
  it('are Monday’s on a make-up Saturday, and none from the first day of the holiday to the last', () => {
    expect(chat.isOpen(at('2026-02-14T09:30'))).toBe(true);
    expect(chat.isOpen(at('2026-02-14T17:59'))).toBe(true);
    expect(show(chat.nextOpening(at('2026-02-14T18:00')))).toBe('2026-02-24T09:00');
    expect(show(chat.addWorkingTime(at('2026-02-14T17:00'), 2 * 3_600_000))).toBe('2026-02-24T10:00');
    expect(show(chat.nextClosing(at('2026-02-21T10:00')))).toBe('2026-02-21T10:00');
  });

  it('stay as the weekday says where the desk says that nothing moves them', () => {
    const literal = new Calendar(rules({ weekdays: [weekdays(MON_FRI, 9, 17, { moved: false })] }), [china]);
    expect(literal.isOpen(at('2026-02-17T10:00'))).toBe(true);
    expect(literal.isOpen(at('2026-02-14T10:00'))).toBe(false);
  });

  it('are a holiday’s own, and those of a named one before those of any', () => {
    const game = new Calendar(
      rules({
        weekdays: [weekdays(MON_FRI, 7.5, 22)],
        onHolidays: [
          { holidays: 'all', spans: [{ from: 540, to: 1_260 }], by: 'people' },
          { holidays: new Set(['spring-festival']), spans: [{ from: 540, to: 1_320 }], by: 'people' },
        ],
      }),
      [china],
    );
    expect(show(game.nextClosing(at('2026-02-17T12:00')))).toBe('2026-02-17T22:00');
  });

  it('make kinds of days', () => {
    expect(['2026-02-14', '2026-02-16', '2026-02-21', '2026-03-01', '2026-03-02'].map((text) => chat.factsOf(day(text)).kind)).toEqual([
      ...['working', 'holiday', 'holiday', 'weekend', 'working'],
    ]);
  });

  it('are announced days ahead, the whole holiday at once', () => {
    const told = (text: string) => findExceptions(chat, at(text), 7).map(({ from, to, makeUp }) => [from, to, makeUp]);
    expect(told('2026-02-06T12:00')).toEqual([]);
    expect(told('2026-02-07T12:00')).toEqual([['2026-02-14', '2026-02-14', true]]);
    expect(told('2026-02-08T12:00')).toEqual([
      ['2026-02-14', '2026-02-14', true],
      ['2026-02-15', '2026-02-23', false],
    ]);
  });

  it('are missing for a year that nobody entered', () => {
    expect(chat.missingHolidays(at('2026-09-30T12:00'), at('2026-12-30T12:00'))).toEqual([]);
    expect(chat.missingHolidays(at('2026-10-02T12:00'), at('2027-01-02T12:00'))).toEqual([{ set: 'cn', year: 2027 }]);
  });
});

describe('who is there', () => {
  const hotline = new Calendar(
    rules({ weekdays: [weekdays(WEEKDAYS, 7, 23, { moved: false }), weekdays(WEEKDAYS, 23, 31, { moved: false, by: 'menu' })] }),
    [],
  );

  it('is people by day and the menu by night, which is no working time', () => {
    expect([hotline.whoIsThere(at('2026-03-02T06:59')), hotline.whoIsThere(at('2026-03-02T07:00'))]).toEqual(['menu', 'people']);
    expect(hotline.whoIsThere(at('2026-03-02T23:00'))).toBe('menu');
    expect(hotline.workingTimeBetween(at('2026-03-02T00:00'), at('2026-03-03T00:00'))).toBe(16 * 3_600_000);
  });

  it('is nobody where nothing is said', () => {
    expect(chat.whoIsThere(at('2026-03-01T12:00'))).toBeNull();
    expect(new Calendar(rules({}), []).nextOpening(0)).toBeNull();
    expect(new Calendar(rules({}), []).addWorkingTime(0, 1)).toBeNull();
  });

  it('is the team whose day it is, summer time of its place included', () => {
    const team = (key: string, zone: string, from: number, to: number, summerTime = true) =>
      new Calendar(rules({ key, zone, summerTime, weekdays: [weekdays(WEEKDAYS, from, to, { moved: false })] }), []);
    const teams = [
      team('beijing', 'Asia/Shanghai', 8, 24),
      team('america', 'America/New_York', 9, 21),
      team('europe', 'Europe/Berlin', 8, 20),
      team('fixed', 'America/New_York', 9, 21, false),
    ];
    const desk = new Calendar(rules({}), [], teams);
    expect(desk.teamsAt(Date.parse('2026-01-15T13:30Z'))).toEqual(['beijing', 'europe']);
    expect(desk.teamsAt(Date.parse('2026-07-15T13:30Z'))).toEqual(['beijing', 'america', 'europe']);
    expect(desk.teamsAt(Date.parse('2026-07-15T14:00Z'))).toEqual(['beijing', 'america', 'europe', 'fixed']);
    // 24 hours of Beijing's day in which nobody is there but while Berlin sleeps and New York has gone home.
    expect(desk.workingTimeBetween(Date.parse('2026-07-15T00:00Z'), Date.parse('2026-07-16T00:00Z'))).toBe(24 * 3_600_000);
  });
});

describe('a supervisor', () => {
  const friday = at('2026-03-06T00:00');

  it('keeps a channel open longer today', () => {
    const longer = chat.overridden([{ from: friday + 18 * 3_600_000, to: friday + 21 * 3_600_000, open: true }]);
    expect(show(longer.addWorkingTime(at('2026-03-06T17:00'), 2 * 3_600_000))).toBe('2026-03-06T19:00');
    expect(show(chat.addWorkingTime(at('2026-03-06T17:00'), 2 * 3_600_000))).toBe('2026-03-07T11:00');
  });

  it('closes it, and what was opened after that is open again', () => {
    const closed = { from: friday, to: friday + 86_400_000, open: false };
    expect(chat.overridden([closed]).isOpen(at('2026-03-06T10:00'))).toBe(false);
    const again = chat.overridden([closed, { from: friday + 3_600_000 * 14, to: friday + 3_600_000 * 15, open: true }]);
    expect([again.isOpen(at('2026-03-06T14:30')), again.isOpen(at('2026-03-06T15:30'))]).toEqual([true, false]);
  });
});

describe('working days', () => {
  it.each([
    ['2026-03-06T15:00', 1, '2026-03-09T15:00'],
    ['2026-03-06T15:00', 3, '2026-03-11T15:00'],
    ['2026-03-06T08:00', 1, '2026-03-06T18:00'],
    ['2026-03-06T20:00', 1, '2026-03-09T18:00'],
    ['2026-03-07T12:00', 3, '2026-03-11T18:00'],
    ['2026-02-13T15:00', 1, '2026-02-14T15:00'],
    ['2026-02-13T15:00', 2, '2026-02-24T15:00'],
  ])('%s and %i', (from, days, due) => {
    expect(show(addWorkingDays(chat, at(from), days))).toBe(due);
  });

  it('never come where nobody works', () => {
    expect(addWorkingDays(new Calendar(rules({}), []), at('2026-03-06T15:00'), 1)).toBeNull();
  });
});

describe('targets', () => {
  it('are read from words that say which hours they mean', () => {
    expect(parseTargetTime('4 working hours')).toEqual({ of: 'working', ms: 14_400_000 });
    expect(parseTargetTime('1 clock day')).toEqual({ of: 'clock', ms: 86_400_000 });
    expect(parseTargetTime('3 working days')).toEqual({ of: 'working-days', days: 3 });
    for (const wrong of ['4 hours', '4h', '0 clock hours', '1.5 working days', '4  working hours', 'working hours'])
      expect(parseTargetTime(wrong)).toBeNull();
  });

  it('differ by the kind of day, absolutely or by a factor', () => {
    const within = { of: 'working', ms: 7_200_000 } as const;
    const length = { within, onDays: { holiday: { factor: 1.5 }, weekend: { of: 'clock', ms: 1 } as const } };
    expect(lengthOn(length, 'working')).toBe(within);
    expect(lengthOn(length, 'holiday')).toEqual({ of: 'working', ms: 10_800_000 });
    expect(lengthOn(length, 'weekend')).toEqual({ of: 'clock', ms: 1 });
    expect(lengthOn({ within: { of: 'working-days', days: 3 }, onDays: { holiday: { factor: 1.5 } } }, 'holiday')).toEqual({
      of: 'working-days',
      days: 5,
    });
  });

  it('run by the wall clock or by hours', () => {
    const from = at('2026-03-06T17:00');
    expect(show(dueAfter(chat, from, { of: 'clock', ms: 3 * 3_600_000 }))).toBe('2026-03-06T20:00');
    expect(show(dueAfter(chat, from, { of: 'working', ms: 3 * 3_600_000 }))).toBe('2026-03-07T12:00');
    expect(show(dueAfter(chat, from, { of: 'working-days', days: 3 }))).toBe('2026-03-11T17:00');
  });
});

describe('dates', () => {
  it('are those that there are', () => {
    expect(parseDay('2026-02-29')).toBeNull();
    expect(parseDay('2026-2-9')).toBeNull();
    expect(formatDay(day('2024-02-29'))).toBe('2024-02-29');
  });

  it('cost next to nothing to ask about', () => {
    const from = at('2026-01-01T00:00');
    let sum = 0;
    for (let turn = 0; turn < 300_000; turn += 1) sum += chat.addWorkingTime(from + turn * 60_000, 14_400_000)! - from;
    expect(sum).toBeGreaterThan(0);
  });
});
