const PLAIN = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
const EPOCH = /^\d{9,10}(?:\.\d+)?$|^\d{13}$|^\d{16}$/;
/** Before there were such switches, and after anybody can read it: a clock that was never set. */
const EARLIEST = Date.UTC(1980, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/**
 * ms since 1970 of a time as switches write it: `YYYY-MM-DD hh:mm:ss` on the wall clock of `timeZone` (a name of the tz database), RFC 3339, RFC 2822, or
 * seconds, milliseconds or microseconds since 1970. Null where there is none, or none that can be true.
 */
export function readTime(written: unknown, timeZone = 'UTC'): number | null {
  if (typeof written !== 'string' && typeof written !== 'number') return null;
  const moment = parseTime(String(written).trim(), timeZone);
  return moment !== null && moment >= EARLIEST && moment < LATEST ? moment : null;
}

function parseTime(text: string, timeZone: string): number | null {
  if (EPOCH.test(text)) return fromEpoch(text);
  const plain = PLAIN.exec(text);
  if (plain !== null) return fromWallClock(plain, timeZone);
  if (ZONED.test(text)) {
    const [date = ''] = text.split(/[T ]/i);
    return isDay(date) ? orNull(Date.parse(text.replace(' ', 'T'))) : null;
  }
  // RFC 2822, as Twilio writes it.
  return /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}/.test(text) ? orNull(Date.parse(text)) : null;
}

function fromEpoch(text: string): number {
  const digits = text.split('.')[0]!.length;
  const value = Number(text);
  if (digits >= 16) return Math.floor(value / 1000);
  return digits >= 13 ? value : Math.floor(value * 1000);
}

function fromWallClock(match: RegExpExecArray, timeZone: string): number | null {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3));
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const back = new Date(asUtc);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || back.getUTCHours() !== hour || minute > 59 || second > 60)
    return null;
  if (timeZone === 'UTC') return asUtc;
  // Twice: the offset at the guess may be that of the other side of a change of the clock.
  const guess = asUtc - offsetAt(asUtc, timeZone);
  return asUtc - offsetAt(guess, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** ms that the wall clock of the zone is ahead of UTC at a moment. */
function offsetAt(moment: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...fields });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
  return wall - Math.floor(moment / 1000) * 1000;
}

function isDay(date: string): boolean {
  const [year, month, day] = date.split('-').map(Number);
  return new Date(Date.UTC(year!, month! - 1, day)).getUTCDate() === day;
}

function orNull(moment: number): number | null {
  return Number.isNaN(moment) ? null : moment;
}

/** ms of `hh:mm:ss[.fff]`, or of a number of seconds; null for anything else, and for less than nothing. */
export function readSpan(written: unknown): number | null {
  const text = typeof written === 'number' ? String(written) : typeof written === 'string' ? written.trim() : '';
  const clock = /^(\d{1,4}):(\d{2}):(\d{2})(?:\.(\d{1,3})\d*)?$/.exec(text);
  if (clock !== null) {
    const [hours, minutes, seconds] = clock.slice(1, 4).map(Number) as [number, number, number];
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((clock[4] ?? '0').padEnd(3, '0'));
  }
  return /^\d+(?:\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : null;
}
