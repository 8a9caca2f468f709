import { hash } from 'node:crypto';
import { type Untaken, untaken } from '#connector-sdk';
import { FEWEST_COLUMNS, MOST_COLUMNS, nameColumns, readHeader } from './columns.js';
import { readRow, type CdrRow } from './cdr-row.js';
import { decodeLine, readFields } from './read-fields.js';
import { lineTooLong, splitLines, type RawLine } from './split-lines.js';

/** How one switch writes its file. */
export interface CsvProfile {
  /** Wall clock of its times, a name of the tz database. */
  readonly timeZone: string;
  /** Names of the columns in their order, where they are not those of Asterisk; `-` for one that means nothing. */
  readonly columns?: readonly string[] | undefined;
  readonly delimiter?: string | undefined;
  /** Of lines that are not UTF-8. */
  readonly encoding?: string | undefined;
}

export const PLAIN_PROFILE: CsvProfile = { timeZone: 'UTC' };

export interface ReadRow {
  readonly row: CdrRow;
  /** What the row belongs to: linkedid, else uniqueid, else a hash of the line. */
  readonly callId: string;
  /** The line as found, without its end. */
  readonly raw: Buffer;
}

export interface ReadLine {
  readonly line: RawLine;
  readonly result: ReadRow | Untaken | 'header';
}

/** A field may hold a line end; more than this many of them it does not. */
const MOST_JOINED = 4;

/** Reads lines of call records one by one: what is wrong with one does not touch the next. Keeps the names a header line announces. */
export class CdrLineReader {
  private columns: readonly string[] | null;

  constructor(private readonly profile: CsvProfile = PLAIN_PROFILE) {
    this.columns = profile.columns ?? null;
  }

  /** All whole lines; a last one without its end too, where `atEnd` says that no more of it will come. */
  *read(content: Buffer, atEnd: boolean, firstNumber = 1): Generator<ReadLine> {
    const lines = [...splitLines(content, atEnd, firstNumber)];
    for (let at = 0; at < lines.length; at += 1) {
      const line = lines[at]!;
      const result = this.readLine(line);
      if (result !== 'open') {
        yield { line, result };
        continue;
      }
      const joined = this.join(content, lines, at);
      // It may go on in what is not there yet.
      if (joined === null && !atEnd && at + MOST_JOINED >= lines.length && lines.length - at <= 1) return;
      if (joined === null) yield { line, result: untaken('line_cut', 'the line was cut: its quotes are never closed') };
      else {
        yield joined;
        at += joined.count - 1;
      }
    }
  }

  /** A record over several lines, if it is a whole one. The first that would be whole by itself was another. */
  private join(content: Buffer, lines: readonly RawLine[], at: number): (ReadLine & { count: number }) | null {
    const first = lines[at]!;
    for (let count = 2; count <= MOST_JOINED && at + count <= lines.length; count += 1) {
      const last = lines[at + count - 1]!;
      if (last.tooLong || this.isRecord(last)) return null;
      const line = { ...first, bytes: content.subarray(first.offset, last.offset + last.bytes.length), end: last.end };
      const result = this.readLine(line);
      if (result !== 'open' && result !== 'header' && 'row' in result) return { line, result, count };
    }
    return null;
  }

  private isRecord(line: RawLine): boolean {
    const result = this.readLine(line);
    return typeof result === 'object' && 'row' in result;
  }

  private readLine({ bytes, tooLong, number }: RawLine): ReadRow | Untaken | 'header' | 'open' {
    if (tooLong) return lineTooLong();
    if (bytes.includes(0)) return untaken('line_nul', 'holds NUL bytes');
    const text = decodeLine(bytes, this.profile.encoding).replace(/^\uFEFF/, '');
    if (text.trim() === '') return untaken('line_empty', 'the line is empty');
    const read = readFields(text, this.profile.delimiter);
    if ('fault' in read) return read.open === true ? 'open' : read.fault;
    const { fields } = read;
    const header = readHeader(fields);
    if (header !== null) {
      if (number === 1 || this.columns === null) this.columns = this.profile.columns ?? header;
      return 'header';
    }
    const columns = this.columns ?? nameColumns(fields);
    if (
      columns === null ||
      fields.length < Math.min(columns.length, FEWEST_COLUMNS) ||
      (this.columns !== null && fields.length > columns.length)
    ) {
      const expected = String(this.columns?.length ?? `${FEWEST_COLUMNS} to ${MOST_COLUMNS}`);
      const values = { found: fields.length, expected: expected.replace(' to ', '–') };
      return untaken('line_columns', `${fields.length} columns where ${expected} are expected`, values);
    }
    const values: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const [index, name] of columns.entries()) if (name !== '-') values[name] = fields[index] ?? '';
    const row = readRow(values, this.profile.timeZone);
    if ('reason' in row) return row;
    return { row, raw: bytes, callId: row.linkedid || row.uniqueid || `h:${hash('sha256', bytes, 'hex').slice(0, 32)}` };
  }
}
