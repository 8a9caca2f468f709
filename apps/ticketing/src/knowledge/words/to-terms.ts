import { isQuiet, splitAtQuiet } from './quiet-words.js';
import { stemWord } from './stem-word.js';

/**
 * What a text is found by. Words of scripts that put spaces between them, stemmed; of the others (Chinese, Japanese, Korean, Thai) each two
 * characters that stand together, and each Chinese character by itself, which says a little: 超卖 and 卖超了 mean the same. No dictionary: it would have to
 * be the same one, in the same version, when an article is written and when it is asked for, and it does not know the desk's own words.
 */
const SPACELESS = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}々ー';
const RUNS = new RegExp(`([${SPACELESS}]+)|((?:(?![${SPACELESS}])[\\p{L}\\p{M}\\p{N}])+)`, 'gu');
const HAN = /\p{Script=Han}/u;
const ONE_CHARACTER = new RegExp(`^[${SPACELESS}]$`, 'u');
const LONGEST_TERM = 40;

/** In order, repeated as they are. */
export function toTerms(text: string): string[] {
  const terms: string[] = [];
  for (const [, spaceless, word] of normalise(text).matchAll(RUNS))
    if (spaceless !== undefined) for (const run of splitAtQuiet(spaceless)) addPairs(run, terms);
    else if (word !== undefined && !isQuiet(word)) terms.push(stemWord(word).slice(0, LONGEST_TERM));
  return terms;
}

/** One spelling: full and half width, case, accents, apostrophes within words, a dash within a word such as `e-mail`. */
export function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/(\p{L})['’](\p{L})/gu, '$1$2')
    .replace(/(?<=\p{Script=Latin})[-‐](?=\p{Script=Latin})/gu, ' ');
}

function addPairs(run: string, terms: string[]): void {
  const characters = [...run];
  for (let at = 0; at + 1 < characters.length; at += 1) terms.push(characters[at]! + characters[at + 1]!);
  if (characters.length === 1) terms.push(run);
  else terms.push(...characters.filter((character) => HAN.test(character)));
}

/** One character of a script without spaces: a part of a word rather than a word. */
export function isCharacter(term: string): boolean {
  return ONE_CHARACTER.test(term);
}
