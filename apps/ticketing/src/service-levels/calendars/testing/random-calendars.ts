import type { CalendarRules, DaySpan, HoursOverride } from '../calendar-rules.js';
import { HolidaySet } from '../holiday-set.js';
import { type LocalDay, MINUTE_MS, WEEKDAYS } from '../local-day.js';
import type { Random } from './random.js';

/** A zone and the days around which its clock does something odd. */
const PLACES: readonly (readonly [string, readonly string[]])[] = [
  ['Asia/Shanghai', ['2026-02-14', '2026-10-01']],
  ['America/New_York', ['2026-03-08', '2026-11-01']],
  ['Europe/Berlin', ['2026-03-29', '2026-10-25']],
  ['Australia/Lord_Howe', ['2026-04-05', '2026-10-04']],
  ['America/Havana', ['2026-03-08', '2026-11-01']],
  ['Africa/Casablanca', ['2026-02-15', '2026-03-22']],
  ['Africa/Cairo', ['2026-04-24', '2026-10-30']],
  ['Asia/Kathmandu', ['2026-05-01']],
  ['Pacific/Apia', ['2011-12-30']],
  ['America/St_Johns', ['2026-03-08', '2026-11-01']],
];

export interface RandomCase {
  readonly rules: CalendarRules;
  readonly sets: readonly HolidaySet[];
  readonly teams: readonly CalendarRules[];
  readonly overrides: readonly HoursOverride[];
  /** Where to look, a whole minute. */
  readonly start: number;
}

/** A desk's calendar with everything that may be in one, and a moment near what is odd about it. */
export function makeCase(random: Random): RandomCase {
  const [zone, oddDays] = random.pick(PLACES);
  const middle = Date.parse(`${random.pick(oddDays)}T00:00:00Z`) / 86_400_000;
  const start = (middle - 3) * 86_400_000 + random.below(4 * 1440) * MINUTE_MS;
  const sets = random.chance(60) ? [makeHolidays(random, middle)] : [];
  return {
    rules: makeRules(random, 'desk', zone, sets, middle),
    sets,
    teams: random.chance(30) ? [makeRules(random, 'team', random.pick(PLACES)[0], sets, middle)] : [],
    overrides: random.chance(30) ? [makeOverride(random, start), makeOverride(random, start)] : [],
    start,
  };
}

function makeRules(random: Random, key: string, zone: string, sets: readonly HolidaySet[], middle: LocalDay): CalendarRules {
  const weekdays = Array.from({ length: 1 + random.below(3) }, () => ({
    days: new Set(random.some(WEEKDAYS, 60)),
    spans: makeSpans(random),
    by: random.chance(75) ? ('people' as const) : ('voicemail' as const),
    moved: random.chance(60),
  }));
  const onHolidays = random
    .some([new Set(['feast']), 'all' as const], 35)
    .map((holidays) => ({ holidays, spans: random.chance(70) ? makeSpans(random) : [], by: 'people' as const }));
  const dates = new Map(random.some([middle, middle + 1], 15).map((day) => [day, [{ spans: makeSpans(random), by: 'people' as const }]]));
  return { key, zone, summerTime: random.chance(80), holidays: sets.map((set) => set.key), weekdays, onHolidays, dates, teams: [] };
}

function makeSpans(random: Random): DaySpan[] {
  return Array.from({ length: 1 + random.below(3) }, () => {
    const from = random.below(48) * 30;
    const length = random.pick([15, 30, 60, 240, 480, 720, 1440]);
    return { from, to: Math.min(from + length, from + 1440) };
  });
}

function makeHolidays(random: Random, middle: LocalDay): HolidaySet {
  const around = [-3, -2, -1, 0, 1, 2, 3, 4].map((offset) => middle + offset);
  const holidays = new Map(random.some(around, 30).map((day) => [day, { key: random.pick(['feast', 'other']), name: {} }]));
  const rest = around.filter((day) => !holidays.has(day));
  const makeUpDays = new Map(random.some(rest, 20).map((day) => [day, random.pick(WEEKDAYS.slice(0, 5))]));
  return new HolidaySet('land', holidays, makeUpDays, new Set([2026]));
}

function makeOverride(random: Random, start: number): HoursOverride {
  const from = start + random.below(5 * 1440) * MINUTE_MS;
  return { from, to: from + random.below(600) * MINUTE_MS, open: random.chance(50) };
}
