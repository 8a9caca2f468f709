import type { Calendar } from './calendar.js';
import type { LocalDay } from './local-day.js';
import { DAY_MS, MINUTE_MS } from './local-day.js';

/** So many days ahead a working day is looked for. */
const LOOK_AHEAD_DAYS = 400;

/**
 * The instant by which `days` working days have passed: of Friday 15:00 and one, Monday 15:00. Begun before a working day's hours, that day counts whole
 * and it ends with the hours of the last one; so it does when begun on a day off. Where the last day closes earlier than the first, when it closes. Null when
 * there are no such days.
 */
export function addWorkingDays(calendar: Calendar, from: number, days: number): number | null {
  if (days <= 0) return from;
  let day = calendar.dayOf(from);
  let left = days;
  let begun = false;
  const today = isWorkingDay(calendar, day) ? calendar.hoursOn(day) : [];
  if (today.length > 0 && from > today[0]!.from && from < today.at(-1)!.to) begun = true;
  else if (today.length > 0 && from <= today[0]!.from) left -= 1;
  for (let tries = 0; left > 0; tries += 1) {
    if (tries > LOOK_AHEAD_DAYS + days * 2) return null;
    day += 1;
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  const hours = calendar.hoursOn(day);
  const closing = hours.at(-1)!.to;
  if (!begun) return closing;
  const minute = (calendar.zone.wallAt(from) - calendar.dayOf(from) * DAY_MS) / MINUTE_MS;
  const sameTime = calendar.zone.instantOf(day, minute);
  return Math.min(calendar.nextOpening(sameTime) ?? closing, closing);
}

/** A working day on which people are there; a day that is closed for today counts for none. */
function isWorkingDay(calendar: Calendar, day: LocalDay): boolean {
  return calendar.factsOf(day).kind === 'working' && calendar.hoursOn(day).length > 0;
}
