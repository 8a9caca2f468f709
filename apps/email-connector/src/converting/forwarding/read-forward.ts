import type { Forward } from '../parsed-mail.js';
import { attributionEndingAt } from '../quoting/attribution.js';
import { fieldOf, isSeparator, joinCells, startsHeaderBlock } from '../quoting/marks.js';
import { toPlainLines } from '../quoting/plain-line.js';
import { type ForwardedFields, readFields } from './forwarded-fields.js';
import { readAttribution, toPeople } from './forwarded-people.js';
import { readSeparator, type Separator } from './separators.js';
import { isForwardSubject, isReplySubject, stripForwardPrefix } from './subjects.js';

const MAX_LINES = 5_000;
/** A block of fields has no more lines, a line of one no more characters, and nobody quotes deeper. */
const MAX_HEAD_LINES = 60;
const MAX_HEAD_LINE = 2_000;
const MAX_DEPTH = 50;
/** A line that only separates: underscores above the fields of Outlook. */
const RULE = /^\s*[_*=-]{5,}\s*$/;
const MAY_FORWARD = /[-_=*~]{2}|[:：]/;

/** Where what was forwarded begins. */
interface Start {
  readonly at: number;
  readonly separator: Separator | null;
  /** The lines of an attribution, where that is all that heads it. */
  readonly attribution: { readonly start: number; readonly end: number } | null;
}

/**
 * What a forwarded mail carries; null for a reply. A separator of forwards says so; where only quoted fields head the history, the subject
 * decides: not of a reply. `subject` is null where nobody knows it.
 */
export function readForward(text: string, subject: string | null): Forward | null {
  const forwarded = subject !== null && isForwardSubject(subject);
  if (!forwarded && !MAY_FORWARD.test(text)) return null;
  const lines = text
    .replace(/^\ufeff/, '')
    .replaceAll('\u00a0', ' ')
    .split('\n', MAX_LINES);
  const plain = toPlainLines(lines, text);
  const start = findStart(plain, forwarded, subject !== null && !forwarded && isReplySubject(subject));
  if (start === null) return null;
  const ownText = lines.slice(0, titleAbove(plain, start.at)).join('\n').trim();
  const known = subject === null || !forwarded ? null : stripForwardPrefix(subject);
  if (start.attribution !== null) {
    const { from, date } = readAttribution(plain.slice(start.attribution.start, start.attribution.end).join(' '));
    return { ownText, from, to: [], cc: [], subject: known, date, body: readBody(lines.slice(start.attribution.end), 0) };
  }
  const depth = depthOf(lines[start.at]!);
  const block = lines.slice(start.at).map((line) => unquote(line, depth));
  const head = plain.slice(start.at, start.at + MAX_HEAD_LINES).map((line) => unquote(line, depth));
  const { fields, end } = readHead(head, start.separator);
  return {
    ownText,
    from: toPeople(fields.from)[0] ?? null,
    to: toPeople(fields.to),
    cc: toPeople(fields.cc),
    subject: fields.subject?.trim() ?? known,
    date: fields.sent?.trim() ?? null,
    body: readBody(block.slice(end), depth),
  };
}

function findStart(lines: readonly string[], forwarded: boolean, reply: boolean): Start | null {
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.trim() === '') continue;
    const quoted = /^\s*>/.test(line);
    const separator = readSeparator(line);
    if (separator !== null && !(reply && quoted) && isHead(lines, at, separator, reply)) return { at, separator, attribution: null };
    if (!reply && fieldOf(line) !== null && (startsHeaderBlock(lines, at) || startsUnusualBlock(lines, at)))
      return { at, separator: null, attribution: null };
    const attribution = quoted || !/[\p{L}:：]/u.test(line.trimEnd().slice(-1)) ? null : attributionEndingAt(lines, at);
    if (attribution === null) continue;
    if (forwarded) return { at: attribution.start, separator: null, attribution };
    // An answer's history begins: what was forwarded in there, somebody else has forwarded.
    return null;
  }
  return null;
}

/** A line that looks like a separator is one when fields follow; a plain one of forwards may stand alone. */
function isHead(lines: readonly string[], at: number, { kind, inline }: Separator, reply: boolean): boolean {
  if (kind === 'forward' && inline !== '') return true;
  const depth = depthOf(lines[at]!);
  const below = lines.slice(at + 1, at + 25).map((line) => unquote(line, depth));
  const next = below.find((line) => line.trim() !== '') ?? '';
  if (kind === 'forward') return true;
  const { fields } = readFields(below.map(dropMarks).map(joinCells));
  const kinds = Object.values(fields).filter((value) => value !== undefined).length;
  if (kind === 'forward words') return fieldOf(joinCells(next)) !== null || kinds >= 2;
  return !reply && kinds >= 3 && fields.from !== undefined;
}

/** A block that begins with another field than sender or date, as some programs order them: three more fields close below. */
function startsUnusualBlock(lines: readonly string[], at: number): boolean {
  const first = fieldOf(lines[at]!);
  if (first !== 'subject' && first !== 'to') return false;
  const depth = depthOf(lines[at]!);
  const { fields } = readFields(lines.slice(at, at + 12).map((line) => unquote(line, depth)));
  return fields.from !== undefined && fields.sent !== undefined && fields.subject !== undefined && fields.to !== undefined;
}

function readHead(block: readonly string[], separator: Separator | null): { fields: ForwardedFields; end: number } {
  if (separator === null) return readFields(block);
  if (separator.inline === '') {
    const { fields, end } = readFields(block.slice(1).map(dropMarks).map(joinCells));
    return { fields, end: end + 1 };
  }
  return { fields: readFields(separator.inline.split('\n')).fields, end: 1 };
}

/** Without the marks of quotes, when all of it was quoted. */
function readBody(lines: readonly string[], depth: number): string {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const marked = depth === 0 && /^\s*>/.test(first);
  return (marked ? lines.map((line) => unquote(line, 1)) : lines).join('\n').trim();
}

/** A line that only separates, or a title without its dashes, belongs to the fields below it. */
function titleAbove(lines: readonly string[], at: number): number {
  let above = at - 1;
  while (above >= 0 && lines[above]!.trim() === '') above--;
  if (above < 0) return at;
  return RULE.test(lines[above]!) || isSeparator(`--${lines[above]!}--`) ? above : at;
}

/** A line of quoted fields without any marks. */
function dropMarks(line: string): string {
  return line.length > MAX_HEAD_LINE ? line : line.replace(/^\s*(?:> ?)+/, '');
}

function depthOf(line: string): number {
  return Math.min(MAX_DEPTH, /^\s*((?:> ?)*)/.exec(line)![1]!.replaceAll(' ', '').length);
}

function unquote(line: string, depth: number): string {
  let rest = line;
  for (let level = 0; level < depth && /^\s*>/.test(rest); level++) rest = rest.replace(/^\s*> ?/, '');
  return rest;
}
