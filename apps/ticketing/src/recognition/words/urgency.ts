import type { UrgentSection } from '../../desk/schema/categories.js';
import { findHolding, foldText, toPhrases, type Phrase } from './find-words.js';

export interface FoundUrgency {
  /** The definition that holds. */
  readonly key: string;
  readonly basis: 'phrases' | 'desk';
  readonly because: readonly string[];
}

export interface UrgencyQuestion {
  readonly text: string;
  /** The ticket's category and what it is below. */
  readonly categories: readonly string[];
  readonly plan: string | null;
}

const READY = new WeakMap<UrgentSection, ReadonlyMap<string, readonly Phrase[]>>();

/** The first of the desk's definitions of urgent that holds, in the order of its file; of two priorities the higher one. */
export function findUrgency(urgent: UrgentSection, { text, categories, plan }: UrgencyQuestion): FoundUrgency | null {
  let phrases = READY.get(urgent);
  if (phrases === undefined)
    READY.set(urgent, (phrases = new Map(Object.entries(urgent).map(([key, { keywords }]) => [key, toPhrases(keywords)]))));
  const folded = foldText(text);
  const held = Object.entries(urgent).flatMap(([key, one]): (FoundUrgency & { readonly priority: string })[] => {
    if (one.plans !== undefined && (plan === null || !one.plans.includes(plan))) return [];
    const found = findHolding(folded, phrases.get(key)!);
    if (found.length > 0) return [{ key, basis: 'phrases', because: found.map(({ written }) => written), priority: one.priority }];
    const category = one.categories.find((each) => categories.includes(each));
    return category === undefined ? [] : [{ key, basis: 'desk', because: [category], priority: one.priority }];
  });
  const first = held.find(({ priority }) => priority === 'urgent') ?? held[0];
  return first === undefined ? null : { key: first.key, basis: first.basis, because: first.because };
}
