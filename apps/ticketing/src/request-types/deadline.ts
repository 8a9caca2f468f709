import { parseTerm, type Term, type TermLength } from '../desk/schema/terms.js';

/** The working time of a calendar, as far as deadlines need it. */
export interface WorkingTime {
  /** The earliest moment by which so much working time has passed. */
  addWorkingTime(from: Date, ms: number): Date;
  /** The moment by which so many working days have passed. */
  addWorkingDays(from: Date, days: number): Date;
}

/** When a term that begins at `from` ends. */
export function endOf(term: Term, from: Date, time: WorkingTime): Date {
  const length = lengthOf(term);
  if (length.unit === 'workingDays') return time.addWorkingDays(from, length.days);
  return length.working ? time.addWorkingTime(from, length.ms) : new Date(from.getTime() + length.ms);
}

/** The moment so long before `due`; of working terms the same length on the clock, for a reminder need not be exact. */
export function before(term: Term, due: Date): Date {
  const length = lengthOf(term);
  const ms = length.unit === 'workingDays' ? length.days * 24 * 60 * 60_000 : length.ms;
  return new Date(due.getTime() - ms);
}

function lengthOf(term: Term): TermLength {
  const length = parseTerm(term);
  if (length === null) throw new RangeError(`no term: ${term}`);
  return length;
}
