/** What of a text counts for recognition, each as a hash: words and their pairs, and pieces of characters. */
export interface TextFeatures {
  readonly words: readonly number[];
  readonly pieces: readonly number[];
}

const MOST_CHARACTERS = 4_000;
const LONGEST_PIECE = 5;
const LONGEST_HAN_PIECE = 4;
/** Scripts that put no space between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー々]/u;
const TOKEN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー々]+|[\p{L}\p{M}\p{N}'’]+/gu;

/** One form for what is the same to a reader: width, case, numbers, addresses. */
export function normaliseText(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/https?:\/\/\S{1,500}/g, ' url ')
    .replace(/[^\s@]{1,64}@[^\s@]{1,255}/g, ' mail ')
    .replace(/’/g, "'")
    .replace(/\p{N}+/gu, '0');
}

/** Chinese and what else is written without spaces by pieces of 1–4 characters, all else by words, their pairs and pieces of 2–5. */
export function findFeatures(text: string): TextFeatures {
  const words: number[] = [];
  const pieces: number[] = [];
  let before: string | null = null;
  for (const [token] of normaliseText(text).matchAll(TOKEN)) {
    if (UNSPACED.test(token)) {
      cut([...token], 1, LONGEST_HAN_PIECE, pieces);
      before = null;
      continue;
    }
    words.push(hash(`w${token}`));
    if (before !== null) words.push(hash(`w${before} ${token}`));
    before = token;
    cut([' ', ...token.slice(0, 60), ' '], 2, LONGEST_PIECE, pieces);
  }
  return { words, pieces };
}

function cut(characters: readonly string[], shortest: number, longest: number, into: number[]): void {
  for (let start = 0; start < characters.length; start += 1) {
    let piece = 'p';
    for (let length = 1; length <= longest && start + length <= characters.length; length += 1) {
      piece += characters[start + length - 1]!;
      if (length >= shortest) into.push(hash(piece));
    }
  }
}

/** FNV-1a, 32 bits: of 100 000 features about one shares its hash with another, which does no harm. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
