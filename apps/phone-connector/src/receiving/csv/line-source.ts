import type { Untaken } from '#connector-sdk';
import type { FileHandle } from 'node:fs/promises';
import { CdrLineReader, type CsvProfile, type ReadRow } from '../../converting/asterisk/read-lines.js';
import { lineTooLong, MAX_LINE_BYTES } from '../../converting/asterisk/split-lines.js';

const CHUNK_BYTES = 256 * 1024;
const LF = 0x0a;

export interface LineSink {
  /** `offset` of its first byte. */
  row(read: ReadRow, offset: number): void;
  /** `line` is null where it was too long to be kept. */
  reject(line: Buffer | null, offset: number, bytes: number, why: Untaken): void;
}

/** What lines are read from; a packed file is read forwards only. */
export interface Bytes {
  read(target: Buffer, start: number, length: number, position: number): Promise<{ buffer: Buffer; bytesRead: number }>;
  close(): Promise<void>;
}

/** Lines of one open file from a position on. What has no line end yet waits; a line without end never fills the memory. */
export class LineSource<Source extends Bytes = FileHandle> {
  private pending = Buffer.alloc(0);
  /** Where a line began that is too long; its end is looked for. */
  private tooLongFrom: number | null = null;
  private readonly reader: CdrLineReader;

  constructor(
    readonly handle: Source,
    /** Of the first byte that was not taken as a line. */
    private offset: number,
    profile: CsvProfile,
  ) {
    this.reader = new CdrLineReader(profile);
  }

  get position(): number {
    return this.tooLongFrom ?? this.offset;
  }

  /** Bytes that are looked at, but are no whole line yet. */
  get hasPartial(): boolean {
    return this.pending.length > 0;
  }

  /** Of the byte behind the last that was read. */
  get readTo(): number {
    return this.offset + this.pending.length;
  }

  /** Takes what the file has now, some at a time; false when there was nothing more. `atEnd`: no more will ever come. */
  async take(sink: LineSink, atEnd = false): Promise<boolean> {
    const { buffer, bytesRead } = await this.handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, this.readTo);
    if (bytesRead > 0) this.pending = Buffer.concat([this.pending, buffer.subarray(0, bytesRead)]);
    if (bytesRead > 0 || atEnd) this.consume(sink, atEnd && bytesRead === 0);
    return bytesRead > 0;
  }

  /** What waited for more that does not come: a record whose quotes stay open is let go, one without its line end may still be written. */
  settle(sink: LineSink): void {
    if (this.tooLongFrom === null && this.pending.at(-1) === LF) this.consume(sink, true);
  }

  private consume(sink: LineSink, atEnd: boolean): void {
    if (this.tooLongFrom !== null && !this.endTooLong(sink, atEnd)) return;
    let taken = 0;
    for (const { line, result } of this.reader.read(this.pending, atEnd, this.offset === 0 ? 1 : 2)) {
      const at = this.offset + line.offset;
      taken = line.end;
      if (result === 'header') continue;
      if ('row' in result) sink.row({ ...result, raw: Buffer.from(result.raw) }, at);
      else if (line.bytes.length > 0 || line.tooLong)
        sink.reject(line.tooLong ? null : Buffer.from(line.bytes), at, line.end - line.offset, result);
    }
    this.drop(taken);
    if (this.pending.length > MAX_LINE_BYTES && !this.pending.includes(LF)) {
      this.tooLongFrom = this.offset;
      this.drop(this.pending.length);
    }
  }

  /** True when the line that was too long is over, and what follows it can be read. */
  private endTooLong(sink: LineSink, atEnd: boolean): boolean {
    const end = this.pending.indexOf(LF);
    if (end < 0 && !atEnd) {
      this.drop(this.pending.length);
      return false;
    }
    this.drop(end < 0 ? this.pending.length : end + 1);
    sink.reject(null, this.tooLongFrom!, this.offset - this.tooLongFrom!, lineTooLong());
    this.tooLongFrom = null;
    return true;
  }

  private drop(bytes: number): void {
    this.offset += bytes;
    this.pending = Buffer.from(this.pending.subarray(bytes));
  }
}
