import { parseTerm, type Term } from '../desk/schema/terms.js';

/** The working time of calendars, as far as deadlines need it. */
export interface WorkingTime {
  /** `from` and so much working time of the calendar; null: the desk's own calendar. */
  addWorkingTime(calendar: string | null, from: Date, ms: number): Date;
  /** The end of the working time of the `days`-th working day after the one of `from`. */
  addWorkingDays(calendar: string | null, from: Date, days: number): Date;
}

/** When a term that begins at `from` ends. */
export function endOf(term: Term, from: Date, calendar: string | null, time: WorkingTime): Date {
  const length = parseTerm(term);
  if (length === null) throw new Error(`no term: ${term}`);
  if (length.unit === 'workingDays') return time.addWorkingDays(calendar, from, length.days);
  return length.working ? time.addWorkingTime(calendar, from, length.ms) : new Date(from.getTime() + length.ms);
}

/** The moment so long before `due`; of working terms the same length on the clock, for a reminder need not be exact. */
export function before(term: Term, due: Date): Date {
  const length = parseTerm(term);
  if (length === null) throw new Error(`no term: ${term}`);
  const ms = length.unit === 'workingDays' ? length.days * 24 * 60 * 60_000 : length.ms;
  return new Date(due.getTime() - ms);
}
