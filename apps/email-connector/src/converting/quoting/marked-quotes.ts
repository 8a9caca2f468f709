import type { QuotedRange } from '../html/quote-ranges.js';
import { attributionEndingAt } from './attribution.js';
import { toPlainLines } from './plain-line.js';

/** An attribution is no longer. */
const MAX_ABOVE = 800;
const MAX_ATTRIBUTION_LINES = 8;
/** Further quotes of one mail stay where they are. */
const MAX_QUOTES = 500;

/**
 * Takes what HTML marks as quoted out of the text, with the lines that introduce it; where answers stand between quotes, these stay, marked
 * by `>`. Null when nothing is marked, or nothing were left.
 */
export function takeMarked(text: string, ranges: readonly QuotedRange[]): { kept: string; taken: string } | null {
  const quoted = keepQuotes(text, ranges);
  if (quoted.length === 0) return null;
  const own: string[] = [];
  const theirs: { introduction: string; words: string }[] = [];
  let at = 0;
  for (const { start, end, introduces } of quoted) {
    const above = text.slice(at, start);
    const [mine, outer] = splitAt(above, introductionBelow(above));
    const quote = text.slice(start, end);
    const [inner, words] = splitAt(quote, introduces ? quote.length : introductionAbove(quote));
    own.push(mine);
    theirs.push({ introduction: outer + inner, words });
    at = end;
  }
  own.push(text.slice(at));
  if (own.every((piece) => piece.trim() === '')) return null;
  if (!own.slice(1, -1).some((piece) => piece.trim() !== ''))
    return {
      kept: own.join('\n'),
      taken: theirs
        .map(({ introduction, words }) => introduction + words)
        .join('')
        .trim(),
    };
  const woven = own.map((piece, i) => (i < theirs.length ? `${piece.trim()}\n${markLines(theirs[i]!.words)}` : piece.trim()));
  return {
    kept: woven.join('\n'),
    taken: theirs
      .map(({ introduction }) => introduction)
      .join('')
      .trim(),
  };
}

/** A block quote without a mark is history below an attribution, or when one of the same mail was. */
function keepQuotes(text: string, ranges: readonly QuotedRange[]): QuotedRange[] {
  let known = false;
  return ranges.slice(0, MAX_QUOTES).filter(({ start, unmarked }) => {
    if (unmarked !== true) return true;
    const above = text.slice(Math.max(0, start - MAX_ABOVE), start);
    known ||= introductionBelow(above) < above.length;
    return known;
  });
}

/** Where the attribution begins that ends this text; its length when none does. */
function introductionBelow(text: string): number {
  const trimmed = text.trimEnd();
  const from = Math.max(0, trimmed.length - MAX_ABOVE);
  if (trimmed === '') return text.length;
  const lines = trimmed.slice(from).split('\n');
  const found = attributionEndingAt(toPlainLines(lines, text), lines.length - 1);
  return found === null ? text.length : from + offsetOf(lines, found.start);
}

/** Where the attribution ends that begins this text; 0 when none does. */
function introductionAbove(text: string): number {
  const lines = text.slice(0, MAX_ABOVE).split('\n', MAX_ATTRIBUTION_LINES);
  const plain = toPlainLines(lines, text);
  const first = plain.findIndex((line) => line.trim() !== '');
  for (let at = Math.max(0, first); at < plain.length; at++) {
    if (plain[at]!.trim() === '') break;
    const found = attributionEndingAt(plain, at);
    if (found !== null) return found.start === first ? Math.min(text.length, offsetOf(lines, found.end)) : 0;
  }
  return 0;
}

function offsetOf(lines: readonly string[], line: number): number {
  let offset = 0;
  for (let i = 0; i < line; i++) offset += lines[i]!.length + 1;
  return offset;
}

function splitAt(text: string, at: number): [string, string] {
  return [text.slice(0, at), text.slice(at)];
}

function markLines(quote: string): string {
  if (quote.trim() === '') return '';
  return quote
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}
