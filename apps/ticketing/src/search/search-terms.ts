import { quoteTerm } from '../knowledge/searching/index-terms.js';
import { isCharacter, toTerms } from '../knowledge/words/to-terms.js';

/** What comes after so many different words is not what anybody looks for. */
const MOST_WORDS = 2_000;
const MOST_ASKED = 16;
/** Shorter beginnings are of half of all words. */
const LEAST_BEGUN = 3;
const LATIN = /^[\p{Script=Latin}\p{N}]+$/u;

/**
 * What an entry is found by: its words, stemmed, and each two characters of a script without spaces. A character by itself only where no pair begins
 * with it, for as a beginning it finds those.
 */
export function toEntryTerms(texts: readonly string[]): string[] {
  return dropBegun(new Set(texts.flatMap(toTerms))).slice(0, MOST_WORDS);
}

/** Each as a tsquery; an entry of the ticket has to have it. The last word counts as a beginning. Empty: nothing of it is a word. */
export function toAskedTerms(text: string): string[] {
  const terms = toTerms(text);
  const last = terms.at(-1);
  const asked = new Set(terms);
  const pairs = [...asked].filter((term) => !isCharacter(term));
  const wanted = pairs.length > 0 ? pairs : [...asked];
  return wanted.slice(0, MOST_ASKED).map((term) => {
    const begun = isCharacter(term) || (term === last && term.length >= LEAST_BEGUN && LATIN.test(term));
    return `${quoteTerm(term)}${begun ? ':*' : ''}`;
  });
}

function dropBegun(terms: ReadonlySet<string>): string[] {
  const begun = new Set<string>();
  for (const term of terms) if (!isCharacter(term)) begun.add([...term][0]!);
  return [...terms].filter((term) => !isCharacter(term) || !begun.has(term));
}
