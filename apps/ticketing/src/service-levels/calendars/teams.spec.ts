import { describe, expect, it } from '@jest/globals';
import { Calendar } from './calendar.js';
import type { CalendarRules } from './calendar-rules.js';
import { findExceptions } from './exceptions.js';
import { HolidaySet } from './holiday-set.js';
import { parseDay, weekdayOf, WEEKDAYS } from './local-day.js';
import { parseTargetTime } from './targets.js';

const day = (text: string) => parseDay(text)!;
const feast = { key: 'feast', name: { en: 'Feast' } };
const land = new HolidaySet(
  'land',
  new Map(['2026-05-01', '2026-05-02', '2026-05-03'].map((text) => [day(text), feast])),
  new Map(),
  new Set([2026]),
);
const rules = (key: string, more: Partial<CalendarRules> = {}): CalendarRules => ({
  ...{ key, zone: 'UTC', summerTime: true, holidays: [], onHolidays: [], dates: new Map(), teams: [] },
  weekdays: [{ days: new Set(WEEKDAYS), spans: [{ from: 540, to: 1_080 }], by: 'people', moved: true }],
  ...more,
});
const team = new Calendar(rules('team', { holidays: ['land'] }), [land]);
const plain = new Calendar(rules('plain'), []);
const desk = new Calendar(rules('desk', { weekdays: [], teams: ['plain', 'team'] }), [], [plain, team]);

describe('a calendar of teams', () => {
  it('has the holidays of any of them, and says which years of whose are missing', () => {
    expect([desk.holidayOn(day('2026-05-01')), desk.holidayOn(day('2026-05-04')), plain.holidayOn(day('2026-05-01'))]).toEqual([
      feast,
      null,
      null,
    ]);
    expect([desk.isException(day('2026-05-01')), desk.isException(day('2026-05-04'))]).toEqual([true, false]);
    const [from, to] = [Date.UTC(2026, 10, 1), Date.UTC(2027, 0, 15)];
    expect([desk.missingHolidays(from, to), team.missingHolidays(from, from), plain.missingHolidays(from, to)]).toEqual([
      ...[[{ set: 'land', year: 2027 }], [], []],
    ]);
  });

  it('announces a holiday whole, also on its last day', () => {
    const announced = (at: string) =>
      findExceptions(team, Date.parse(`${at}T10:00:00Z`), 3).map(({ from, to, days }) => [from, to, days.length]);
    expect(announced('2026-04-28')).toEqual([['2026-05-01', '2026-05-03', 3]]);
    expect(announced('2026-05-03')).toEqual([['2026-05-01', '2026-05-03', 3]]);
    expect(announced('2026-05-04')).toEqual([]);
    expect(announced('2026-04-27')).toEqual([]);
  });
});

describe('a length of time', () => {
  it.each([
    '4 hours',
    'x4 clock hours',
    '4 clock hours!',
    '4 clock weeks',
    '4. clock hours',
    '.5 clock hours',
    '0 clock hours',
    '10001 clock hours',
    '1.5 working days',
    '',
  ])('is not: %s', (text) => expect(parseTargetTime(text)).toBeNull());

  it('is in seconds, minutes, hours or days, one or several, up to ten thousand', () => {
    expect(
      [
        '1 clock second',
        '2 clock seconds',
        '1 clock minute',
        '1 working hour',
        '1 clock day',
        '0.25 clock hours',
        '1.125 clock minutes',
      ].map(parseTargetTime),
    ).toEqual(
      [1_000, 2_000, 60_000, 3_600_000, 86_400_000, 900_000, 67_500].map((ms, index) => ({ of: index === 3 ? 'working' : 'clock', ms })),
    );
    expect(parseTargetTime('10000 clock seconds')).toEqual({ of: 'clock', ms: 10_000_000 });
    expect(parseTargetTime('1 working day')).toEqual({ of: 'working-days', days: 1 });
  });
});

describe('a date', () => {
  it('is one that there is, and has its weekday, long ago too', () => {
    expect(['2026-02-29', '2026-13-01', '2026-2-01', 'x2026-02-01', '2026-02-01x', ''].map(parseDay)).toEqual(Array(6).fill(null));
    expect([weekdayOf(day('2026-03-02')), weekdayOf(day('1970-01-01')), weekdayOf(day('1969-12-28'))]).toEqual(['mon', 'thu', 'sun']);
  });
});
