import type { Synonyms } from '../words/synonyms.js';
import { isCharacter, toTerms } from '../words/to-terms.js';

/** One thing that is asked for: the terms that say it, best first by how literally they do. */
export interface AskedTerm {
  readonly term: string;
  /** How much of the question it is: 1, less for what only may be meant. */
  readonly share: number;
  /** Terms that count as this one at less: of its synonyms. The best that an article has counts. */
  readonly instead: readonly string[];
}

const MOST_ASKED = 32;
const CHARACTER_SHARE = 0.35;

/** What a question asks for, whole words first. A character counts little unless it is all there is. */
export function readQuestion(question: string, synonyms: Synonyms): AskedTerm[] {
  const terms = toTerms(question.slice(0, 2_000));
  const distinct = [...new Set(terms)].sort((one, other) => Number(isCharacter(one)) - Number(isCharacter(other)));
  const isAlone = distinct.length === 1;
  const instead = new Map<string, Set<string>>();
  for (const { said, otherwise } of synonyms.find(terms))
    for (const term of said) {
      const known = instead.get(term) ?? new Set();
      for (const phrase of otherwise) for (const other of phrase) known.add(other);
      instead.set(term, known);
    }
  return distinct
    .map((term) => ({
      term,
      share: isCharacter(term) && !isAlone ? CHARACTER_SHARE : 1,
      instead: [...(instead.get(term) ?? [])].filter((other) => !distinct.includes(other)).slice(0, 12),
    }))
    .slice(0, MOST_ASKED);
}
