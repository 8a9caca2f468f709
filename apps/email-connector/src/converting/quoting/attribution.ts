import { findBracketed, isName, isPersonal, isShapedByProgram } from './attribution-shape.js';
import { ON, WROTE } from './words.js';

/** The lines `[start, end)` that introduce a quote. */
export interface Attribution {
  readonly start: number;
  readonly end: number;
  /** It says enough to stand above history that carries no marks; else only what is marked as quoted may follow. */
  readonly sure: boolean;
}

/** What tells an attribution, whatever its language. */
interface Evidence {
  readonly address: boolean;
  readonly date: boolean;
  readonly time: boolean;
  readonly verb: boolean;
}

const MAX_LINE = 500;
const MAX_LINES = 5;
const MAX_LENGTH = 600;
/** Only so much of a line's end is searched for a verb. */
const TAIL = 60;

const VERB = new RegExp(`(?:^|[\\s>)"',，\\d])(?:${WROTE})(?![\\p{L}\\d])`, 'iu');
const VERB_LAST = new RegExp(`(?:^|[\\s>)"',，\\d])(?:${WROTE})[^\\p{L}\\d]{0,3}$`, 'iu');
const CJK_VERB_LAST = /(?:写道|寫道|写到|写入|寫入|のメール|書き(?:ました|込みました)|작성|쓴 글)\s*[:：]?\s*$/u;
/** How the last words of those verbs begin: most lines end with none of them, and the pattern is long. */
const VERB_STARTS = new Set(WROTE.split('|').map((verb) => startOf(verb.split(' ').at(-1)!)));
const MAX_CJK_VERB = 6;
const OPENING = new RegExp(`^[>\\s]*[-*]*\\s?(?:${ON})(?![\\p{L}_@+])(?!-\\p{L})`, 'iu');
const COLON_LAST = /[:：][\s*_»”")）]*$/u;
const DASHES = /^\s*[-–—]{2,}\s*|\s*[-–—]{2,}\s*$/g;
const ADDRESS = /\S@\S/;
const TIME = /(?<![\p{Nd}./-])\p{Nd}{1,2}\s?(?:[:.h时時點点시]|Uhr)\s?\p{Nd}{2}(?![\p{Nd}./-]\p{Nd}|\p{Nd})/u;
const DATE = /(?<!\p{Nd})\p{Nd}{4}(?!\p{Nd})|(?<!\p{Nd})\p{Nd}{1,2}[./-]\s?\p{Nd}{1,2}[./-]\s?\p{Nd}{2}/u;

/** Some programs leave the colon away: a date, a name, an address. */
const DATE_FIRST =
  /^[>\s]*(?:\p{Nd}{4}[-/.年]\p{Nd}{1,2}[-/.月]\p{Nd}{1,2}|\p{Nd}{1,2}[-/. ](?:\p{L}{3,}|\p{Nd}{1,2})[-/. ]\p{Nd}{4})\S*\s/u;
/** What a line may begin with only in the middle of an attribution. */
const MIDDLE = /^[>\s]*(?:[<(>]|mailto:)/i;

/** The attribution that ends at line `at`; null when there is none. Lines without bidi marks and no-break spaces. */
export function attributionEndingAt(lines: readonly string[], at: number): Attribution | null {
  const last = lines[at]!;
  if (last.length > MAX_LINE) return null;
  if (!isEnding(last)) return isDatedName(last) ? { start: at, end: at + 1, sure: isApart(lines, at) && hasWordsAbove(lines, at) } : null;
  let joined = '';
  let best: { start: number; evidence: Evidence; opens: boolean } | null = null;
  for (let start = at; start >= 0 && start > at - MAX_LINES; start--) {
    const part = lines[start]!;
    if (part.trim() === '' && !MIDDLE.test(lines[start + 1]!)) break;
    if (
      part.length > MAX_LINE ||
      (start < at && (isParagraphEnd(part) || COLON_LAST.test(part.slice(-TAIL)) || !isWrapped(lines, start, at)))
    )
      break;
    if (isPersonal(part)) {
      // the sentence of a person who tells what another wrote, or his last words above what a program wrote
      if (best === null || !best.evidence.date) return null;
      break;
    }
    joined = start === at ? last.trim() : `${part.trim()} ${joined}`;
    if (joined.length > MAX_LENGTH) break;
    const evidence = weigh(joined);
    const opens = OPENING.test(part);
    if (best === null || addsTo(best, evidence, opens, lines[best.start]!)) best = { start, evidence, opens };
    if (opens && isEnough(evidence)) break;
  }
  if (best === null || !isEnough(best.evidence)) return null;
  if (!best.evidence.verb && !isShapedByProgram(lines.slice(best.start, at + 1).join(' '), best.opens)) return null;
  return {
    start: best.start,
    end: at + 1,
    sure: isSure(best.evidence, best.opens, lines, at) && (best.evidence.verb || hasWordsAbove(lines, best.start)),
  };
}

/** Does a line that stands above a marked quote introduce it: a verb, and the beginning of an attribution or a moment, in no words of a person? */
export function mayIntroduce(line: string): boolean {
  const tail = line.slice(-TAIL).trimEnd();
  if (line.length > MAX_LINE || !COLON_LAST.test(tail) || !(VERB_LAST.test(tail) || CJK_VERB_LAST.test(tail))) return false;
  return (OPENING.test(line) || /[\p{Nd}@]/u.test(line)) && !isPersonal(line);
}

/** A colon, a verb, or the dashes that some programs set around an attribution. */
function isEnding(line: string): boolean {
  const tail = line.slice(-TAIL).trimEnd();
  if (COLON_LAST.test(tail)) return true;
  const bare = /[-–—]$/.test(tail) ? tail.replace(/\s*[-–—]{2,}$/, '') : tail;
  if (bare !== tail && COLON_LAST.test(bare)) return true;
  if (endsLikeVerb(bare) && (VERB_LAST.test(bare) || CJK_VERB_LAST.test(bare))) return true;
  return bare !== tail && /^\s*[-–—]{2,}/.test(line) && ADDRESS.test(line);
}

/** `2026-03-02 09:00 Anna Smith <anna@example.com>`; people log what happened to whom in the same order. */
function isDatedName(line: string): boolean {
  if (!line.includes('@') || !DATE_FIRST.test(line)) return false;
  const address = findBracketed(line);
  if (address === null || line[address.start] !== '<' || line.slice(address.end).trim() !== '') return false;
  return !isPersonal(line) && isName(/[^\p{Nd}]*$/u.exec(line.slice(Math.max(0, address.start - 100), address.start))![0]);
}

/** Not surely; for all but few lines the answer is no. */
function endsLikeVerb(tail: string): boolean {
  const code = tail.charCodeAt(tail.length - 1);
  // a full stop, a comma and their kin
  if (code < 0x80 && !(code >= 0x61 && code <= 0x7a) && code !== 0x29 && !(code >= 0x41 && code <= 0x5a)) return false;
  const blank = tail.lastIndexOf(' ') + 1;
  if (code >= 0x3000) return tail.length - blank <= MAX_CJK_VERB || CJK_VERB_LAST.test(tail);
  return VERB_STARTS.has(startOf(tail.slice(blank))) || !/^[a-z]/i.test(tail.slice(blank));
}

function startOf(word: string): string {
  return word.slice(0, 3).toLowerCase();
}

function weigh(joined: string): Evidence {
  const bare = joined.replace(DASHES, '');
  return {
    address: bare.includes('@') && (findBracketed(bare) !== null || bare.includes('<mailto:')),
    date: DATE.test(bare),
    time: TIME.test(bare),
    verb: VERB.test(bare) || CJK_VERB_LAST.test(bare),
  };
}

/** Does the line above belong to it: does it say what is missing, or does the line below begin in the middle? */
function addsTo(best: { evidence: Evidence; opens: boolean }, more: Evidence, opens: boolean, first: string): boolean {
  if (MIDDLE.test(first)) return true;
  if (opens && !best.opens) return true;
  const { address, date, time, verb } = best.evidence;
  return (more.address && !address) || (more.date && !date) || (more.time && !time) || (more.verb && !verb);
}

function isEnough({ address, date, time, verb }: Evidence): boolean {
  return address || (date && time) || (verb && date);
}

function isSure({ address, date, time, verb }: Evidence, opens: boolean, lines: readonly string[], at: number): boolean {
  if (address && verb) return date || isApart(lines, at) || /^\s*[-–—]{2,}/.test(lines[at]!);
  if (address) return date && time && isApart(lines, at);
  return verb && date && (time || opens) && isApart(lines, at);
}

/** An answer stands above; without one, a line that only looks like an attribution would take all words of the mail. */
function hasWordsAbove(lines: readonly string[], start: number): boolean {
  for (let i = start - 1; i >= 0; i--) if (lines[i]!.trim() !== '') return true;
  return false;
}

function isApart(lines: readonly string[], at: number): boolean {
  return (lines[at + 1] ?? '').trim() === '';
}

/** Were the lines wrapped at one width: the first word of each would not have fitted on the line above? Many break beside an address anyway. */
function isWrapped(lines: readonly string[], from: number, to: number): boolean {
  let widest = 0;
  for (let i = from; i <= to; i++) widest = Math.max(widest, lines[i]!.trim().length);
  for (let i = from; i < to; i++) {
    if (/[<>]\s*$|^\s*$/.test(lines[i]!) || MIDDLE.test(lines[i + 1]!)) continue;
    const word = /^\S+/.exec(lines[i + 1]!.trim())?.[0] ?? '';
    if (lines[i]!.trim().length + 1 + word.length < widest) return false;
  }
  return true;
}

function isParagraphEnd(line: string): boolean {
  return /[.!?。！？]\s*$/.test(line) && !/(?<![\p{L}\d])(?:\p{L}{1,5}|\d{1,2})\.\s*$/u.test(line);
}
