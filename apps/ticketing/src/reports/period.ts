import { PermanentError } from '#runtime';

export const SPANS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Span = (typeof SPANS)[number];

/** Days of the desk's zone, as `yyyy-mm-dd`; `to` is the last day that counts. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text;
}

/** Throws `PermanentError` (`period_invalid`). */
export function toPeriod(from: string, to: string): Period {
  if (isDay(from) && isDay(to) && from <= to) return { from, to };
  throw new PermanentError(`${from} to ${to} is no period`, {
    code: 'period_invalid',
    hint: 'from and to are days, yyyy-mm-dd, the last one counts',
  });
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function daysOf({ from, to }: Period): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000 + 1;
}

/** First day of the span a day is in; weeks begin on Monday. */
export function startOf(span: Span, day: string): string {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))];
  switch (span) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
    case 'month':
      return `${day.slice(0, 7)}-01`;
    case 'quarter':
      return `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
    case 'year':
      return `${year}-01-01`;
  }
}

/** The whole span a day is in. */
export function spanAround(span: Span, day: string): Period {
  const from = startOf(span, day);
  return { from, to: addDays(nextStart(span, from), -1) };
}

/** The whole span before the one a day is in: what a report of that day's morning is about. */
export function spanBefore(span: Span, day: string): Period {
  return spanAround(span, addDays(startOf(span, day), -1));
}

export function nextStart(span: Span, start: string): string {
  const lengths = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };
  return startOf(span, addDays(start, lengths[span]));
}

/** As many days, just before. */
export function periodBefore(period: Period): Period {
  return { from: addDays(period.from, -daysOf(period)), to: addDays(period.from, -1) };
}

/** The day a moment is in. */
export function dayAt(at: Date, timeZone: string): string {
  return dayFormat(timeZone).format(at);
}

/** When a day's clock shows `time` (`08:00`) in a zone; of two such moments the first, of none the next that there is. */
export function momentOf(day: string, time: string, timeZone: string): Date {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  const guesses = [-26, -13, 0, 13, 26].map((hours) => wanted - offsetAt(new Date(wanted + hours * 3_600_000), timeZone));
  const exact = guesses.filter((at) => at + offsetAt(new Date(at), timeZone) === wanted);
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...guesses));
}

function offsetAt(at: Date, timeZone: string): number {
  const [day, clock] = clockFormat(timeZone).format(at).split(' ');
  return Date.parse(`${day!}T${clock!}Z`) - Math.floor(at.getTime() / 1_000) * 1_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const DATE = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  return remember(`day ${timeZone}`, () => new Intl.DateTimeFormat('sv-SE', { timeZone, ...DATE }));
}

function clockFormat(timeZone: string): Intl.DateTimeFormat {
  return remember(`clock ${timeZone}`, () => new Intl.DateTimeFormat('sv-SE', { timeZone, ...DATE, ...TIME }));
}

function remember(key: string, make: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  const known = formats.get(key) ?? make();
  formats.set(key, known);
  return known;
}
