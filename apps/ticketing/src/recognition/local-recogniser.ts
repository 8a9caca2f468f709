import type { CategoriesSection } from '../desk/schema/categories.js';
import { judgeByPhrases, readyCategories } from './category-phrases.js';
import type { Candidate, Classification } from './classifier/classifier.js';
import type { Recognised } from './recogniser.js';
import { isSmallTalk } from './small-talk.js';

/** A model in force. */
export interface ModelInForce {
  readonly version: number;
  readonly threshold: number;
  classify(text: string): Classification;
}

/**
 * The category of a text, by the desk's phrases and its model. They agree, or one of them is unsure: then it is told. They differ: a person decides, or
 * it is the category above both. Pure.
 */
export function recogniseCategory(categories: CategoriesSection, model: ModelInForce | null, text: string): Recognised {
  const phrases = judgeByPhrases(categories, text);
  const { parents } = readyCategories(categories);
  const known = new Set(readyCategories(categories).nodes.map(({ key }) => key));
  const judged = model === null || isSmallTalk(text) ? null : judgeByModel(model, text, parents, known);
  const because = phrases.because;
  const modelVersion = model?.version ?? null;
  if (judged === null || (judged.label === null && phrases.label !== null))
    return { ...phrases, basis: 'phrases', candidates: merge(phrases.candidates, judged?.candidates ?? []), modelVersion };
  if (phrases.label === null || phrases.label === judged.label)
    return {
      label: judged.label,
      confidence: phrases.label === null ? judged.confidence : Math.max(judged.confidence, phrases.confidence),
      basis: phrases.label === null ? 'model' : 'both',
      candidates: judged.candidates,
      because: phrases.label === null ? [] : because,
      modelVersion,
    };
  const label = nearest(phrases.label, judged.label!, parents);
  const confidence = Math.min(judged.confidence, phrases.confidence);
  return { label, confidence, basis: 'both', candidates: merge(judged.candidates, phrases.candidates), because, modelVersion };
}

/** Where no child is sure, the category above may be: what its children have together counts for it. */
function judgeByModel(
  model: ModelInForce,
  text: string,
  parents: ReadonlyMap<string, string>,
  known: ReadonlySet<string>,
): Pick<Recognised, 'label' | 'confidence' | 'candidates'> {
  const { label, confidence, candidates } = model.classify(text);
  // A category may be gone from the desk since.
  const still = candidates.filter((one) => known.has(one.label));
  if (label !== null && known.has(label)) return { label, confidence, candidates: still };
  const sums = new Map<string, number>();
  for (const one of still) {
    const top = parents.get(one.label) ?? one.label;
    sums.set(top, (sums.get(top) ?? 0) + one.confidence);
  }
  const [best] = [...sums].sort(([, one], [, other]) => other - one);
  return best !== undefined && best[1] >= model.threshold
    ? { label: best[0], confidence: best[1], candidates: still }
    : { label: null, confidence: label === null ? confidence : 0, candidates: still };
}

/** Of two that differ: the deeper one where one is above the other, the one above both, or none. */
function nearest(one: string, other: string, parents: ReadonlyMap<string, string>): string | null {
  if (parents.get(one) === other) return one;
  if (parents.get(other) === one) return other;
  const above = parents.get(one);
  return above !== undefined && above === parents.get(other) ? above : null;
}

function merge(first: readonly Candidate[], then: readonly Candidate[]): Candidate[] {
  const named = new Set(first.map(({ label }) => label));
  return [...first, ...then.filter(({ label }) => !named.has(label))].slice(0, 5);
}
