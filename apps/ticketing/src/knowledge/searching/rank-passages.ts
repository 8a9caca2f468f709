import type { AskedTerm } from './asked-terms.js';

/** How often terms stand in the library. */
export interface TermCounts {
  /** Passages of the library. */
  readonly all: number;
  readonly of: ReadonlyMap<string, { readonly passages: number; readonly heads: number }>;
}

/** A passage that may answer. `marks` tells of each probe, in order, where it has it: A title, B keywords, C often, D once, `-` not. */
export interface Candidate {
  readonly articleId: string;
  readonly language: string;
  readonly length: number;
  readonly marks: string;
}

export interface Ranked {
  readonly articleId: string;
  readonly language: string;
  /** For the order alone. */
  readonly weight: number;
  /** 0..1: how much of what was asked it has; comparable across questions. */
  readonly score: number;
}

const PLACE: Readonly<Record<string, number>> = { A: 2.4, B: 2, C: 1.4, D: 1 };
/** What is meant but not said. */
const INSTEAD = 0.75;
const LENGTH_SHARE = 0.25;
const USUAL_LENGTH = 120;
/** So much better is a text in the language of who asks. */
const OWN_LANGUAGE = 1.15;

/** All terms whose places a search has to know. */
export function probesOf(asked: readonly AskedTerm[], counts: TermCounts, most: number): string[] {
  const known = (term: string) => (counts.of.get(term)?.passages ?? 0) > 0;
  const own = asked.map(({ term }) => term).filter(known);
  const instead = asked.flatMap(({ instead }) => instead).filter(known);
  return [...new Set([...own, ...instead])].slice(0, most);
}

export function rarityOf(term: string, { all, of }: TermCounts): number {
  const passages = of.get(term)?.passages ?? 0;
  return Math.log(1 + (all - passages + 0.5) / (passages + 0.5));
}

/** Best first, the best text of each article. */
export function rankPassages(
  candidates: readonly Candidate[],
  asked: readonly AskedTerm[],
  probes: readonly string[],
  counts: TermCounts,
  language: string | null,
): Ranked[] {
  const at = new Map(probes.map((probe, index) => [probe, index]));
  const terms = asked.map(({ term, share, instead }) => ({
    own: at.get(term),
    instead: instead.flatMap((other) => at.get(other) ?? []),
    hit: share < 1 ? 0.34 : 1,
    worth: share * worthOf(term, instead, counts),
  }));
  const whole = terms.reduce((sum, { worth }) => sum + worth, 0) || 1;
  const best = new Map<string, Ranked>();
  for (const { articleId, language: own, length, marks } of candidates) {
    let weight = 0;
    let said = 0;
    let hits = 0;
    for (const term of terms) {
      const literally = term.own === undefined ? 0 : (PLACE[marks[term.own]!] ?? 0);
      const meant = Math.max(0, ...term.instead.map((index) => PLACE[marks[index]!] ?? 0));
      if (literally > 0 || meant > 0) hits += term.hit;
      weight += term.worth * Math.max(literally, meant * INSTEAD);
      said += term.worth * Math.max(Math.min(1, literally), Math.min(1, meant) * INSTEAD);
    }
    // Two characters in common are chance.
    if (hits < 1) continue;
    const speaks = language !== null && own.split('-')[0] === language.split('-')[0];
    const ranked = {
      articleId,
      language: own,
      weight: (weight * (speaks ? OWN_LANGUAGE : 1)) / (1 - LENGTH_SHARE + (LENGTH_SHARE * length) / USUAL_LENGTH),
      score: Math.round((said / whole) * 1_000) / 1_000,
    };
    const known = best.get(articleId);
    if (known === undefined || known.weight < ranked.weight) best.set(articleId, ranked);
  }
  return [...best.values()].sort((one, other) => other.weight - one.weight || (one.articleId < other.articleId ? -1 : 1));
}

/** A word that the library has not is worth what its nearest meaning is. */
function worthOf(term: string, instead: readonly string[], counts: TermCounts): number {
  if ((counts.of.get(term)?.passages ?? 0) > 0) return rarityOf(term, counts);
  const meant = instead.filter((other) => (counts.of.get(other)?.passages ?? 0) > 0).map((other) => rarityOf(other, counts));
  return meant.length > 0 ? Math.max(...meant) : rarityOf(term, counts) * 0.5;
}
