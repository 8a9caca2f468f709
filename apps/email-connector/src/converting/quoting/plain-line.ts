/** Blanks that are no blank to most patterns, and marks of direction and width that stand inside of words. */
const WIDE_BLANKS = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]/g;
const ANY = /[\u00a0\u00ad\u2000-\u200f\u202a-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]/;

/** The same lines for looking at: blanks are blanks, and nothing invisible stands between letters. `text`: what they are lines of. */
export function toPlainLines(lines: readonly string[], text: string): readonly string[] {
  return ANY.test(text) ? lines.map(toPlainLine) : lines;
}

export function toPlainLine(line: string): string {
  return ANY.test(line) ? line.replace(WIDE_BLANKS, ' ').replace(INVISIBLE, '') : line;
}
