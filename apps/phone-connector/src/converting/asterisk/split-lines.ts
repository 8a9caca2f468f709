import { type Untaken, untaken } from '#connector-sdk';

/** A line longer than this is no call record, and is not looked at. */
export const MAX_LINE_BYTES = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;

export interface RawLine {
  /** Counts from 1. */
  readonly number: number;
  /** Without its line end. Empty for one that is too long. */
  readonly bytes: Buffer;
  /** Of its first byte. */
  readonly offset: number;
  /** Of the byte behind its line end. */
  readonly end: number;
  readonly tooLong: boolean;
}

/** Whole lines of a buffer, without copying any. What stands behind the last line end is one more line where `atEnd` says that no more will come. */
export function* splitLines(content: Buffer, atEnd: boolean, first = 1): Generator<RawLine> {
  let number = first;
  for (let at = 0; at < content.length; number += 1) {
    const found = content.indexOf(LF, at);
    if (found < 0 && !atEnd) return;
    const end = found < 0 ? content.length : found + 1;
    const stop = found < 0 ? content.length : found > at && content[found - 1] === CR ? found - 1 : found;
    const tooLong = stop - at > MAX_LINE_BYTES;
    yield { number, bytes: tooLong ? content.subarray(at, at) : content.subarray(at, stop), offset: at, end, tooLong };
    at = end;
  }
}

export function lineTooLong(): Untaken {
  return untaken('line_too_long', `longer than ${MAX_LINE_BYTES} bytes`, { most: MAX_LINE_BYTES });
}
