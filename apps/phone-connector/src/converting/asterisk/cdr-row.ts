import { type Untaken, untaken } from '#connector-sdk';
import { readSpan, readTime } from '../read-time.js';

/** One row of a call detail record. Times in ms since 1970, durations in ms. */
export interface CdrRow {
  readonly src: string;
  readonly dst: string;
  readonly context: string;
  readonly clid: string;
  readonly channel: string;
  readonly dstchannel: string;
  readonly lastapp: string;
  readonly lastdata: string;
  readonly start: number;
  readonly answer: number | null;
  readonly end: number;
  readonly duration: number;
  readonly billsec: number;
  readonly disposition: Disposition;
  readonly uniqueid: string;
  readonly linkedid: string;
  readonly sequence: string;
  readonly userfield: string;
  readonly accountcode: string;
  /** Columns of the desk's own, by name. */
  readonly custom: Readonly<Record<string, string>>;
}

export type Disposition = 'ANSWERED' | 'NO ANSWER' | 'BUSY' | 'FAILED' | 'CONGESTION';
const DISPOSITIONS = new Set<string>(['ANSWERED', 'NO ANSWER', 'BUSY', 'FAILED', 'CONGESTION'] satisfies Disposition[]);
/** Longer than this nobody talks: a clock that jumped, or digits gone astray. */
const LONGEST_MS = 31 * 24 * 3_600_000;

const KNOWN = new Set(
  'src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags uniqueid linkedid sequence userfield accountcode peeraccount'.split(
    ' ',
  ),
);

/** A row out of named values, or why it is none. */
export function readRow(values: Readonly<Record<string, string>>, timeZone: string): CdrRow | Untaken {
  const text = (name: string) => values[name]?.trim() ?? '';
  const written = text('disposition').toUpperCase().replace(/[_-]/g, ' ').replace('NOANSWER', 'NO ANSWER');
  if (!DISPOSITIONS.has(written))
    return untaken('line_disposition', `"${cut(text('disposition'))}" is no disposition`, { value: cut(text('disposition')) });
  const start = readTime(text('start'), timeZone);
  if (start === null) return untaken('line_start', `"${cut(text('start'))}" is no start time`, { value: cut(text('start')) });
  const duration = readSpan(text('duration'));
  if (duration === null) return untaken('line_duration', `"${cut(text('duration'))}" is no duration`, { value: cut(text('duration')) });
  const billsec = readSpan(text('billsec'));
  if (billsec === null) return untaken('line_billsec', `"${cut(text('billsec'))}" is no time billed`, { value: cut(text('billsec')) });
  const end = text('end') === '' ? start + duration : readTime(text('end'), timeZone);
  if (end === null) return untaken('line_end', `"${cut(text('end'))}" is no end time`, { value: cut(text('end')) });
  if (end < start)
    return untaken('line_ends_early', `ends (${text('end')}) before it starts (${text('start')})`, {
      end: text('end'),
      start: text('start'),
    });
  if (Math.max(end - start, duration, billsec) > LONGEST_MS)
    return untaken('line_lasts_too_long', 'lasted for more than 31 days', { days: 31 });
  const answer = text('answer') === '' ? null : readTime(text('answer'), timeZone);
  if (answer === null && text('answer') !== '')
    return untaken('line_answer', `"${cut(text('answer'))}" is no answer time`, { value: cut(text('answer')) });
  return {
    src: text('src'),
    dst: text('dst'),
    context: text('dcontext'),
    clid: text('clid'),
    channel: text('channel'),
    dstchannel: text('dstchannel'),
    lastapp: text('lastapp'),
    lastdata: text('lastdata'),
    start,
    // Outside of the call it is the clock's fault, and says nothing.
    answer: answer !== null && answer >= start && answer <= end ? answer : null,
    end,
    duration,
    billsec,
    disposition: written as Disposition,
    uniqueid: text('uniqueid'),
    linkedid: text('linkedid'),
    sequence: text('sequence'),
    userfield: text('userfield'),
    accountcode: text('accountcode'),
    custom: Object.fromEntries(Object.entries(values).filter(([name, value]) => !KNOWN.has(name) && value !== '')),
  };
}

/** Of a value that is shown in a reason. */
function cut(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}

/** Same row, read twice? Its sequence tells, where it is written; rows of the manager interface have none. */
export function isSameRow(a: CdrRow, b: CdrRow): boolean {
  if (a.uniqueid !== b.uniqueid || a.channel !== b.channel || a.dstchannel !== b.dstchannel) return false;
  if (a.sequence !== '' && b.sequence !== '') return a.sequence === b.sequence;
  return (
    a.start === b.start &&
    a.end === b.end &&
    a.lastapp === b.lastapp &&
    a.disposition === b.disposition &&
    a.src === b.src &&
    a.dst === b.dst
  );
}
