import type { Calendar } from './calendar.js';
import type { Holiday } from './holiday-set.js';
import type { Intervals } from './intervals.js';
import { formatDay, type LocalDay } from './local-day.js';

/** Days whose hours are not the ordinary ones, as they are announced: a holiday as a whole, anything else by the day. */
export interface HoursException {
  readonly from: string;
  readonly to: string;
  /** Null for make-up working days and single dates. */
  readonly holiday: Holiday | null;
  readonly makeUp: boolean;
  /** Of each of these days; empty when closed. */
  readonly days: readonly { readonly date: string; readonly hours: Intervals }[];
}

/** What is to be announced on `instant`: what begins within `days` days, and what is on. */
export function findExceptions(calendar: Calendar, instant: number, days: number): HoursException[] {
  const today = calendar.dayOf(instant);
  const found: HoursException[] = [];
  for (let day = today; day <= today + days; day += 1) {
    const period = periodOf(calendar, day);
    if (period.some((each) => calendar.isException(each))) found.push(describe(calendar, period));
    day = period.at(-1)!;
  }
  return found;
}

/** The holiday that a day is of, from its first day to its last; else the day alone. */
function periodOf(calendar: Calendar, day: LocalDay): LocalDay[] {
  const key = calendar.holidayOn(day)?.key;
  if (key === undefined) return [day];
  let [first, last] = [day, day];
  while (calendar.holidayOn(first - 1)?.key === key) first -= 1;
  while (calendar.holidayOn(last + 1)?.key === key) last += 1;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function describe(calendar: Calendar, period: readonly LocalDay[]): HoursException {
  return {
    from: formatDay(period[0]!),
    to: formatDay(period.at(-1)!),
    holiday: calendar.holidayOn(period[0]!),
    makeUp: calendar.factsOf(period[0]!).makeUp,
    days: period.map((day) => ({ date: formatDay(day), hours: calendar.hoursOn(day) })),
  };
}
