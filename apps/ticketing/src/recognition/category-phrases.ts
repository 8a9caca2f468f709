import { type CategoriesSection, type CategoryNode, listCategories } from '../desk/schema/categories.js';
import type { Candidate } from './classifier/classifier.js';
import type { Example } from './classifier/train.js';
import { findPhrases, foldText, toPhrases, type Phrase } from './words/find-words.js';

/** What a desk's phrases say of a text. */
export interface PhraseOpinion {
  /** Null: nothing, or different things. */
  readonly label: string | null;
  readonly confidence: number;
  readonly candidates: readonly Candidate[];
  readonly because: readonly string[];
}

interface ReadyCategories {
  readonly nodes: readonly (CategoryNode & { readonly phrases: readonly Phrase[] })[];
  readonly parents: ReadonlyMap<string, string>;
}

/** One that is clearly ahead is right about so often; phrases are the desk's own word, so no measure stands behind it. */
const ONE = 0.9;
const AHEAD = 0.75;
const TIMES_AHEAD = 2;

const READY = new WeakMap<CategoriesSection, ReadyCategories>();

export function readyCategories(categories: CategoriesSection): ReadyCategories {
  let ready = READY.get(categories);
  if (ready === undefined) {
    const nodes = listCategories(categories);
    ready = {
      nodes: nodes.map((node) => ({ ...node, phrases: toPhrases(node.keywords) })),
      parents: new Map(nodes.flatMap(({ key, parent }) => (parent === null ? [] : [[key, parent]]))),
    };
    READY.set(categories, ready);
  }
  return ready;
}

/** The category whose phrases cover most of what was found; of two below one parent that are equal, the parent. */
export function judgeByPhrases(categories: CategoriesSection, text: string): PhraseOpinion {
  const { nodes, parents } = readyCategories(categories);
  const folded = foldText(text);
  const hits = nodes
    .map(({ key, phrases }) => {
      const found = findPhrases(folded, phrases);
      return { key, found, weight: found.reduce((sum, { length }) => sum + length, 0) };
    })
    .filter(({ weight }) => weight > 0)
    // Where a child is meant, what is above it says nothing more.
    .filter(({ key }, _, all) => !all.some((one) => parents.get(one.key) === key))
    .sort((one, other) => other.weight - one.weight);
  const sum = hits.reduce((all, { weight }) => all + weight, 0);
  const candidates = hits.map(({ key, weight }) => ({ label: key, confidence: (ONE * weight) / sum }));
  const because = [...new Set(hits.flatMap(({ found }) => found.map(({ written }) => written)))];
  const [first, second] = hits;
  if (first === undefined) return { label: null, confidence: 0, candidates, because };
  if (second === undefined) return { label: first.key, confidence: ONE, candidates, because };
  if (first.weight >= TIMES_AHEAD * second.weight) return { label: first.key, confidence: AHEAD, candidates, because };
  const tops = new Set(hits.map(({ key }) => parents.get(key) ?? key));
  if (tops.size === 1) return { label: [...tops][0]!, confidence: AHEAD, candidates, because };
  return { label: null, confidence: candidates[0]!.confidence, candidates, because };
}

/** What the desk file itself teaches: what customers wrote, and phrases as hints. */
export function examplesOf(categories: CategoriesSection): { examples: Example[]; hints: Example[] } {
  const { nodes } = readyCategories(categories);
  return {
    examples: nodes.flatMap(({ key, examples }) => examples.map((text) => ({ text, label: key }))),
    hints: nodes.flatMap(({ key, phrases }) => phrases.map(({ written }) => ({ text: written.replaceAll('*', ' '), label: key }))),
  };
}
