import { BEGIN_FORWARDED, type FieldName, FORWARDED_MESSAGE, LABELS, ON, ORIGINAL_MESSAGE, WROTE } from './words.js';

const DASHED = new RegExp(
  `^[>\\s]*[-_=*~]{2,}[\\s>]*(?:${ORIGINAL_MESSAGE}|${FORWARDED_MESSAGE})\\b.{0,80}?[\\s<]*[-_=*~]{2,}[\\s:：]*$`,
  'iu',
);
const DASHED_WIDE = new RegExp(`^[>\\s]*[-_=*~]{2,}[\\s>]*(?:${ORIGINAL_MESSAGE}|${FORWARDED_MESSAGE})[\\s<]*[-_=*~]{2,}[\\s:：]*$`, 'iu');
const BEGIN = new RegExp(`^[>\\s]*(?:${BEGIN_FORWARDED})\\s*[:：]?\\s*$`, 'iu');

const FIELDS = (Object.keys(LABELS) as FieldName[]).map(
  (name) => [name, new RegExp(`^[>|\\s]*[*_]{0,2}\\s?(?:${LABELS[name]})\\s?[*_]{0,2}\\s?[:：][*_]{0,2}(?:\\s|$|(?=\\S))`, 'iu')] as const,
);

const VERB = new RegExp(`(?:^|[\\s>)"',，])(?:${WROTE})(?![\\p{L}\\d])`, 'iu');
const ENDS_WITH_VERB = new RegExp(`(?:^|[\\s>)"',，\\d])(?:${WROTE})[^\\p{L}\\d]{0,3}$`, 'iu');
const ENDS_WITH_CJK_VERB = /(?:写道|寫道|写到|のメール|書きました|작성)\s*[:：]?\s*$/u;
const STARTS_ATTRIBUTION = new RegExp(`^[>\\s]*[-]*\\s?(?:${ON})(?![\\p{L}_@+])(?!-\\p{L})`, 'iu');
const DATED_ADDRESS =
  /^[>\s]*(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/. ](?:\p{L}{3,}|\d{1,2})[-/. ]\d{4})\S*\s.{0,200}<[^<>\s]+@[^<>\s]+>\s*[:：]?\s*$/u;
const MAX_LINE = 500;
const MAX_ATTRIBUTION_LINES = 5;

/** `----- Original Message -----`, `Begin forwarded message:` and their kin: all below is history. */
export function isSeparator(line: string): boolean {
  if (line.length > 200) return false;
  return (/[-_=*~]{2}/.test(line) && (DASHED_WIDE.test(line) || DASHED.test(line))) || BEGIN.test(line);
}

/** Which field a line states: `From: …`, `发件人：…`, `*Von:* …`. */
export function fieldOf(line: string): FieldName | null {
  if (line.length > 2_000 || !/[:：]/.test(line.slice(0, 60))) return null;
  for (const [name, pattern] of FIELDS) if (pattern.test(line)) return name;
  return null;
}

/** Does a block of quoted header fields begin here: a sender or date, and two more kinds of fields close below? */
export function startsHeaderBlock(lines: readonly string[], at: number): boolean {
  const first = fieldOf(lines[at]!);
  if (first !== 'from' && first !== 'sent') return false;
  const kinds = new Set<FieldName>([first]);
  for (let i = at + 1, gap = 0; i < lines.length && i <= at + 12 && gap < 3; i++) {
    const kind = fieldOf(lines[i]!);
    if (kind) kinds.add(kind);
    gap = kind ? 0 : gap + 1;
  }
  return kinds.has('from') ? kinds.size >= 3 : kinds.size >= 2 && kinds.has('to') && first === 'sent' && /\d{4}/.test(lines[at]!);
}

/** The lines `[start, end)` of an attribution that ends at line `at`; null when there is none. */
export function attributionEndingAt(lines: readonly string[], at: number): { start: number; end: number } | null {
  const line = lines[at]!;
  if (line.length > MAX_LINE) return null;
  if (DATED_ADDRESS.test(line)) return { start: at, end: at + 1 };
  const trimmed = line.trimEnd();
  const colon = /[:：]$/.test(trimmed);
  const verbLast = ENDS_WITH_VERB.test(trimmed) || ENDS_WITH_CJK_VERB.test(trimmed);
  if (!verbLast && !colon) return null;
  let joined = '';
  let fallback: { start: number; end: number } | null = null;
  for (let start = at; start >= 0 && start > at - MAX_ATTRIBUTION_LINES; start--) {
    const part = lines[start]!;
    if (part.length > MAX_LINE || (start < at && isParagraphEnd(part))) break;
    joined = joined === '' ? trimmed : `${part.trim()} ${joined}`;
    if (joined.length > 600) break;
    if (!/\d|@/.test(joined) || (!VERB.test(joined) && !ENDS_WITH_CJK_VERB.test(joined))) continue;
    if (STARTS_ATTRIBUTION.test(part) && /\d/.test(joined)) return { start, end: at + 1 };
    if (!fallback && (/\S@\S/.test(part) || ENDS_WITH_CJK_VERB.test(joined))) fallback = { start, end: at + 1 };
  }
  return fallback;
}

function isParagraphEnd(line: string): boolean {
  return /[.!?。！？]\s*$/.test(line) && !/\b(?:\p{L}{1,5}|\d{1,2})\.\s*$/u.test(line);
}
