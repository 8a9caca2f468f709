import { programLineOf } from './program-lines.js';
import { saysWhoWrote } from './signature-data.js';

/** `-- ` of RFC 3676 says what it is; other rules divide texts as well. */
const DELIMITER = /^[>\s]*--\s$/;
const RULE = /^(?:[>\s]*(?:--|—+|__+|\*{2,})|-{3,})\s*$/;
/** Divides texts more often than it heads a signature. */
const WEAK_RULE = /-{3}/;
const MAX_BELOW_WEAK_RULE = 4;
const MAX_SHORT_LINE = 60;
/** Five words or more up to a full stop; what goes on without blanks, one comma. */
const SENTENCE = /(?:[^\s|]+[ \t]+){4,}[^\s|]*\p{L}["'”»)]?[.!?]["'”»)]?\s*$|\p{L}{4,}[，、,]\s?\p{L}{2,}.*[。！？]\s*$|\?\s*$|[？]\s*$/u;
/** A longer tail below a rule is text that somebody set off, no signature. */
const MAX_SIGNATURE_LINES = 12;
const MAX_SIGNATURE_CHARS = 800;
const MAX_ABOVE = 6;
/** Behind a line that a program wrote stand at most so many. */
const MAX_BELOW_PROGRAM = 4;

/** Index of the line where the signature starts; the number of lines when there is none. */
export function findSignature(lines: readonly string[]): number {
  let end = lines.length;
  while (end > 0 && lines[end - 1]!.trim() === '') end--;
  for (let i = Math.max(0, end - MAX_SIGNATURE_LINES - 1); i < end; i++) {
    const line = lines[i]!;
    if (line.length > 200) continue;
    if (RULE.test(line) && isSignature(lines, i, end)) return i;
    if (end - i <= MAX_BELOW_PROGRAM && isProgramLine(lines, i, end)) return i;
  }
  return findDelimiter(lines, end);
}

/** What stands below a rule: not too much of it; unless the rule is the one of signatures, no sentence, and somebody's name or address. */
function isSignature(lines: readonly string[], rule: number, end: number): boolean {
  const tail = lines.slice(rule, end);
  if (tail.join('\n').length > MAX_SIGNATURE_CHARS) return false;
  if (DELIMITER.test(lines[rule]!)) return true;
  if (hasSentence(lines, rule + 1, end)) return false;
  const below = tail.slice(1).filter((line) => line.trim() !== '' && programLineOf(line) === null);
  if (below.length > 0 && !saysWhoWrote(below, linesAbove(lines, rule), WEAK_RULE.test(lines[rule]!))) return false;
  if (!WEAK_RULE.test(lines[rule]!)) return true;
  return tail.length - 1 <= MAX_BELOW_WEAK_RULE && tail.every((line) => line.length <= MAX_SHORT_LINE);
}

/** One that names nothing is the last line, and does not go on from the line above. */
function isProgramLine(lines: readonly string[], at: number, end: number): boolean {
  const found = programLineOf(lines[at]!);
  if (found !== 'unnamed') return found !== null && !hasSentence(lines, at + 1, end);
  return at === end - 1 && /^\s*$|[.!?。！？]\s*$/.test(lines[at - 1] ?? '');
}

/** The last ones that are not blank. */
function linesAbove(lines: readonly string[], at: number): string[] {
  return lines
    .slice(Math.max(0, at - MAX_ABOVE), at)
    .filter((line) => line.trim() !== '')
    .map((line) => line.slice(-200))
    .slice(-2);
}

function hasSentence(lines: readonly string[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (SENTENCE.test(lines[i]!.slice(-500)) && programLineOf(lines[i]!) === null) return true;
  return false;
}

/** The first `-- ` with not too much behind it; from the end, so that each line is looked at once. */
function findDelimiter(lines: readonly string[], end: number): number {
  let found = lines.length;
  let chars = -1;
  for (let i = lines.length - 1; i >= 0; i--) {
    chars += lines[i]!.length + 1;
    if (chars > 4 * MAX_SIGNATURE_CHARS) break;
    if (i < end && lines[i] === '-- ') found = i;
  }
  return found;
}
