import { BEGIN_FORWARDED, type FieldName, FORWARDED_MESSAGE, LABELS, ORIGINAL_MESSAGE, REPLY_ABOVE } from './words.js';

const DASH = '[-_=*~\\u2010-\\u2015\\u2500]';
const HISTORY = `${ORIGINAL_MESSAGE}|${FORWARDED_MESSAGE}`;
const DASHED = new RegExp(`^[>\\s]*${DASH}{2,}[\\s>]*(?:${HISTORY})(?![\\p{L}\\d]).{0,80}?[\\s<]*${DASH}{2,}[\\s:：]*$`, 'iu');
const DASHED_WIDE = new RegExp(`^[>\\s]*${DASH}{2,}[\\s>]*(?:${HISTORY}|original)[\\s<]*${DASH}{2,}[\\s:：]*$`, 'iu');
const MAYBE_DASHED = new RegExp(`${DASH}{2}`);
const BEGIN = new RegExp(`^[>\\s]*(?:${BEGIN_FORWARDED})\\s*[:：]?\\s*$`, 'iu');
/** Of desks that find the answer by it. */
const ABOVE = new RegExp(`^[>\\s]*[-_=*~#]{2,}.{0,60}?(?:${REPLY_ABOVE})(.*)$`, 'iu');
/** What goes on behind it: what for, or a word or two; somebody who writes about that line says more, or asks. */
const FOR = /^\s*(?:to|in order|for|and|um|zum|für|pour|para|per|om|för|for at|at|aby|чтобы|,? ?pour)(?![\p{L}\p{M}])[^?？,]{0,60}$/iu;

const FIELDS = (Object.keys(LABELS) as FieldName[]).map(
  (name) => [name, new RegExp(`^[>|\\s]*[*_]{0,2}\\s?(?:${LABELS[name]})\\s?[*_]{0,2}\\s?[:：]`, 'iu')] as const,
);
/** A field as a row of a table: `| From | Anna |`. */
const CELLS = new RegExp(`^\\|?\\s*(${Object.values(LABELS).join('|')})(?:\\s*[|\\t]\\s*|\\s+)(\\S.*?)[\\s|]*$`, 'iu');
const LABEL = /^[>\s]*[*_]{0,2}\p{L}[\p{L}\p{M} .'’-]{0,28}[*_]{0,2}\s?[:：]/u;
const BRACKETED = /<[^<>\s]*@[^<>\s]*>/;
const DATE = /\p{Nd}{4}|\p{Nd}{1,2}[./-]\p{Nd}{1,2}[./-]\p{Nd}{2}/u;
const TIME = /\p{Nd}{1,2}\s?[:.h时時點点시]\s?\p{Nd}{2}/u;
/** The time of a mail as its header says it. */
const ZONED = /\d{1,2}:\d{2}(?::\d{2})?\s*[+-]\d{4}/;
/** Fields end after so many other lines in a row, or lines at all. */
const MAX_GAP = 3;
const MAX_BLOCK = 12;

/** `----- Original Message -----`, `Begin forwarded message:` and their kin: all below is history. */
export function isSeparator(line: string): boolean {
  if (line.length > 200) return false;
  if (MAYBE_DASHED.test(line)) return DASHED_WIDE.test(line) || DASHED.test(line) || BEGIN.test(line);
  return BEGIN.test(line);
}

/** `## Please type your reply above this line ##`: below is what a desk wrote. */
export function isReplyMark(line: string): boolean {
  if (line.length > 200 || !/^[>\s]*[-_=*~#]{2}/.test(line)) return false;
  const rest = ABOVE.exec(line)?.[1];
  if (rest === undefined || /[?？]/.test(rest)) return false;
  return FOR.test(rest) || (rest.match(/[\p{L}\p{M}]+/gu) ?? []).length <= 2;
}

/** Which field a line states: `From: …`, `发件人：…`, `*Von:* …`. */
export function fieldOf(line: string): FieldName | null {
  if (line.length > 2_000 || !/[:：]/.test(line.slice(0, 60))) return null;
  for (const [name, pattern] of FIELDS) if (pattern.test(line)) return name;
  return null;
}

/** The row of a table below a separator as a line of a field. */
export function joinCells(line: string): string {
  return line.length > 500 ? line : line.replace(CELLS, '$1: $2');
}

/**
 * Does a block of quoted header fields begin here: a sender or date, two more kinds of fields close below, and what they say is an address
 * or a moment? People write `From: Berlin` too.
 */
export function startsHeaderBlock(lines: readonly string[], at: number): boolean {
  const first = fieldOf(lines[at]!);
  if (first !== 'from' && first !== 'sent') return first === null && startsForeignBlock(lines, at);
  const values = new Map<FieldName, string>([[first, valueOf(lines[at]!)]]);
  for (let i = at + 1, gap = 0; i < lines.length && i <= at + MAX_BLOCK && gap < MAX_GAP; i++) {
    const line = lines[i]!;
    const kind = fieldOf(line);
    if (kind && !values.has(kind)) values.set(kind, valueOf(line));
    gap = kind ? 0 : gap + 1;
  }
  const sent = values.get('sent') ?? '';
  const named = (['from', 'to', 'cc'] as const).some((name) => values.get(name)?.includes('@'));
  const dated = DATE.test(sent);
  if (!values.has('from')) return values.has('to') && first === 'sent' && dated && named && (values.has('subject') || ZONED.test(sent));
  return values.size >= 3 && ((named && values.has('sent')) || (dated && (values.has('subject') || TIME.test(sent))));
}

/** Labels in no language we know: a sender in brackets, a date with its time, and four fields one below the other. */
function startsForeignBlock(lines: readonly string[], at: number): boolean {
  const first = lines[at]!;
  if (first.length > 500 || !BRACKETED.test(first) || !LABEL.test(first)) return false;
  let labels = 0;
  let moment = false;
  for (let i = at; i < lines.length && i < at + 6 && lines[i]!.length <= 2_000 && LABEL.test(lines[i]!); i++) {
    labels++;
    moment ||= i > at && DATE.test(lines[i]!) && TIME.test(valueOf(lines[i]!));
  }
  return labels >= 4 && moment;
}

function valueOf(line: string): string {
  return line.slice(line.search(/[:：]/) + 1);
}
