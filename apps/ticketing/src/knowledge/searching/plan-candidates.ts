import type { AskedTerm } from './asked-terms.js';
import { quoteTerm } from './index-terms.js';
import type { TermCounts } from './rank-passages.js';
import { SAMPLE_SHARE } from './sampled-passages.js';

/** A look into one index that brings `most` passages at most. */
export interface Look {
  readonly column: 'terms' | 'heads';
  /** A tsquery as text. */
  readonly query: string;
  readonly most: number;
  /** So many passages have it that a sample of them brings as many as are read. */
  readonly sampled: boolean;
}

const MOST_OF_A_LOOK = 250;
const MOST_TOGETHER = 3;
/** Whoever has one of many words beside such a frequent one is a list too long to be read: of titles those with the two rarest are, of texts none. */
const FREQUENT = 20_000;
/** The sample must bring this many times what is read: words of one text are not as independent as the estimate takes them for. */
const SURELY = 3;

/**
 * Which passages are worth ranking, however many have some word of the question: those with its rare words, and, where all of its words are
 * everywhere, those that have several of them at once. So a search reads about a thousand rows whether the library has ten thousand or millions.
 */
export function planCandidates(asked: readonly AskedTerm[], counts: TermCounts): Look[] {
  return (['heads', 'terms'] as const).flatMap((column) => {
    const countOf = (term: string) => counts.of.get(term)?.[column === 'heads' ? 'heads' : 'passages'] ?? 0;
    const known = asked
      .map(({ term, instead }) => [term, ...instead].filter((each) => countOf(each) > 0))
      .filter((ways) => ways.length > 0)
      .map((ways) => ({ ways, count: ways.reduce((sum, way) => sum + countOf(way), 0) }))
      .sort((one, other) => one.count - other.count);
    const looks: Look[] = [];
    const add = (query: string, expected = 0) =>
      looks.push({ column, query, most: MOST_OF_A_LOOK, sampled: expected >= SURELY * SAMPLE_SHARE * MOST_OF_A_LOOK });
    /** Passages that have the first so many of the known at once, were words strewn independently. */
    const together = (words: number) => known.slice(0, words).reduce((sum, { count }) => sum * Math.min(1, count / counts.all), counts.all);
    const rare = takeRare(
      known.flatMap(({ ways }) => ways),
      countOf,
    );
    if (rare.length > 0) add(rare.map(quoteTerm).join(' | '));
    const common = known.slice(0, MOST_TOGETHER).map(({ ways }) => `(${ways.map(quoteTerm).join(' | ')})`);
    const isWhole = known.every(({ ways }) => ways.every((way) => rare.includes(way)));
    if (isWhole || common.length === 0) return looks;
    const [first, ...others] = common as [string, ...string[]];
    if (others.length > 0) add([first, ...others].join(' & '), together(common.length));
    const isLong = others.length > 0 && known[0]!.count > FREQUENT;
    if (!isLong) add(others.length > 1 ? `${first} & (${others.join(' | ')})` : first, others.length > 1 ? together(2) : together(1));
    else if (column === 'heads' && others.length > 1) add(`${first} & ${others[0]!}`, together(2));
    return looks;
  });
}

/** As many of the rarest as one look may bring. */
function takeRare(terms: readonly string[], countOf: (term: string) => number): string[] {
  const rare: string[] = [];
  let sum = 0;
  for (const term of [...new Set(terms)].sort((one, other) => countOf(one) - countOf(other))) {
    sum += countOf(term);
    if (sum > MOST_OF_A_LOOK) break;
    rare.push(term);
  }
  return rare;
}
