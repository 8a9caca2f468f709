import { SENT_FROM } from './words.js';

const DELIMITER = /^[>\s]*(?:-- ?|--\s*|—|__+|\*{2,}|—{2,})\s*$/;
const SENT = new RegExp(`^[\\s(_*<]*(?:${SENT_FROM})`, 'iu');
/** `Sent from my desk, which is …` was written by a person. */
const SENTENCE = /^.{0,60}?[,.;:!?](?!\p{L})\s*\p{L}.{12,}|^.{90,}$/u;
/** A longer tail below a rule is text that somebody set off, no signature. */
const MAX_SIGNATURE_LINES = 12;
const MAX_SIGNATURE_CHARS = 800;

/** Index of the line where the signature starts; the number of lines when there is none. */
export function findSignature(lines: readonly string[]): number {
  let end = lines.length;
  while (end > 0 && lines[end - 1]!.trim() === '') end--;
  for (let i = Math.max(0, end - MAX_SIGNATURE_LINES - 1); i < end; i++) {
    const line = lines[i]!;
    if (line.length > 200) continue;
    if (DELIMITER.test(line) && lines.slice(i, end).join('\n').length <= MAX_SIGNATURE_CHARS) return i;
    if (SENT.test(line) && end - i <= 4 && !SENTENCE.test(line.trim())) return i;
  }
  return findDelimiter(lines, end);
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
