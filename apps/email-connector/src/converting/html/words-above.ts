import { attributionEndingAt, mayIntroduce } from '../quoting/attribution.js';
import { isSeparator, startsHeaderBlock } from '../quoting/marks.js';
import { toPlainLines } from '../quoting/plain-line.js';

/** Offsets into a text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** So much is looked at above the first quote of a container. */
const MAX_ABOVE = 20_000;
const RULE = /[-_]{4}/;

/**
 * What in this text above the first quote of a container introduces it; the rest are words of the customer. Null where it heads a forward, all
 * of which is one quote. `marked`: what the program marked as introduction.
 */
export function introductionsIn(text: string, marked: Stretch | null): readonly Stretch[] | null {
  if (text.length > MAX_ABOVE) return null;
  const lines = text.split('\n');
  const plain = toPlainLines(lines, text);
  if (plain.some((line, at) => isSeparator(line) || startsHeaderBlock(plain, at))) return null;
  if (RULE.test(text) && text.includes('@') && (marked === null || RULE.test(text.slice(marked.start, marked.end)))) return null;
  const found: Stretch[] = marked === null ? [] : [marked];
  const starts = offsetsOf(lines);
  for (let at = 0; at < plain.length; at++) {
    const attribution = attributionEndingAt(plain, at);
    if (attribution !== null) found.push({ start: starts[attribution.start]!, end: starts[attribution.end]! });
    else if (mayIntroduce(plain[at]!)) found.push({ start: starts[at]!, end: starts[at + 1]! });
  }
  return found;
}

/** Of each line, and of the end. */
function offsetsOf(lines: readonly string[]): number[] {
  const starts = [0];
  for (const line of lines) starts.push(starts.at(-1)! + line.length + 1);
  return starts;
}
