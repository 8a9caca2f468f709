import type { CalendarRules } from '../calendar-rules.js';
import type { HolidaySet } from '../holiday-set.js';
import { DAY_MS, MINUTE_MS, WEEKDAYS } from '../local-day.js';
import type { RandomCase } from './random-calendars.js';

/**
 * What is open, told minute by minute by walking through time with a clock on the wall: a span is on once the clock has shown its start and until it has
 * shown its end. Slow, and so plain that it can be believed; it shares no code with the calendar it judges.
 */
export class SlowCalendar {
  private readonly open: boolean[] = [];

  constructor(
    private readonly given: RandomCase,
    days: number,
  ) {
    const minutes = days * 1440;
    const walks = [given.rules, ...given.teams].map((rules) => walk(rules, given.sets, given.start, minutes));
    for (let minute = 0; minute < minutes; minute += 1) {
      const instant = given.start + minute * MINUTE_MS;
      let open = walks.some((walked) => walked[minute]!);
      for (const override of given.overrides) if (instant >= override.from && instant < override.to) open = override.open;
      this.open.push(open);
    }
  }

  isOpen(instant: number): boolean {
    return this.open[(instant - this.given.start) / MINUTE_MS]!;
  }

  workingTimeBetween(from: number, to: number): number {
    let time = 0;
    for (let instant = from; instant < to; instant += MINUTE_MS) if (this.isOpen(instant)) time += MINUTE_MS;
    return time;
  }

  /** Undefined when it lies beyond what was walked. */
  addWorkingTime(from: number, ms: number): number | undefined {
    let [instant, left] = [from, ms];
    for (; left > 0; instant += MINUTE_MS) {
      if (this.isOpen(instant) === undefined) return undefined;
      if (this.isOpen(instant)) left -= MINUTE_MS;
    }
    return instant;
  }

  /** The first minute from `from` on that is open (or closed); undefined when it lies beyond what was walked. */
  next(from: number, open: boolean): number | undefined {
    let instant = from;
    while (this.isOpen(instant) !== undefined && this.isOpen(instant) !== open) instant += MINUTE_MS;
    return this.isOpen(instant) === undefined ? undefined : instant;
  }
}

function walk(rules: CalendarRules, sets: readonly HolidaySet[], start: number, minutes: number): boolean[] {
  const clock = wallClock(rules);
  const walked: boolean[] = [];
  let shown = -Infinity;
  const planned = new Map<number, [number, number][]>();
  for (let minute = -3 * 1440; minute < minutes; minute += 1) {
    shown = Math.max(shown, clock(start + minute * MINUTE_MS));
    if (minute < 0) continue;
    const today = Math.floor(shown / 1440);
    let open = false;
    for (const day of [today - 2, today - 1, today]) {
      if (!planned.has(day)) planned.set(day, hoursOf(rules, sets, day));
      for (const [from, to] of planned.get(day)!) if (shown >= day * 1440 + from && shown < day * 1440 + to) open = true;
    }
    walked.push(open);
  }
  return walked;
}

function hoursOf(rules: CalendarRules, sets: readonly HolidaySet[], day: number): [number, number][] {
  const toPairs = (hours: readonly { spans: readonly { from: number; to: number }[]; by: string }[]) =>
    hours.filter(({ by }) => by === 'people').flatMap(({ spans }) => spans.map(({ from, to }): [number, number] => [from, to]));
  if (rules.dates.has(day)) return toPairs(rules.dates.get(day)!);
  const name = new Date(day * DAY_MS).toLocaleDateString('en-US', { weekday: 'short', timeZone: 'UTC' }).toLowerCase();
  const set = sets.find(({ holidays, makeUpDays }) => holidays.has(day) || makeUpDays.has(day));
  const holiday = set?.holidays.get(day);
  if (holiday !== undefined) {
    const named = rules.onHolidays.filter(({ holidays }) => holidays !== 'all' && holidays.has(holiday.key));
    const all = rules.onHolidays.filter(({ holidays }) => holidays === 'all');
    if (named.length > 0) return toPairs(named);
    if (all.length > 0) return toPairs(all);
  }
  const instead = set?.makeUpDays.get(day);
  return toPairs(
    rules.weekdays.filter(({ days, moved }) => {
      if (!moved) return WEEKDAYS.some((weekday) => weekday === name && days.has(weekday));
      if (holiday !== undefined) return false;
      return WEEKDAYS.some((weekday) => weekday === (instead ?? name) && days.has(weekday));
    }),
  );
}

/** Minutes since 1970 as the wall shows them. */
function wallClock(rules: CalendarRules): (instant: number) => number {
  const options = { timeZone: rules.zone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' } as const;
  const format = new Intl.DateTimeFormat('sv-SE', options);
  const read = (instant: number) => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`) / MINUTE_MS;
  if (rules.summerTime) return read;
  const year = '2026';
  const offsets = Array.from({ length: 365 }, (_, day) => {
    const noon = Date.parse(`${year}-01-01T12:00:00Z`) + day * DAY_MS;
    return read(noon) - noon / MINUTE_MS;
  });
  const winter = Math.min(...offsets);
  return (instant) => instant / MINUTE_MS + winter;
}
