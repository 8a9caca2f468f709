import { toTerms } from '../words/to-terms.js';

/** What of an article in one language is searched. */
export interface SearchedText {
  readonly title: string;
  readonly keywords: readonly string[];
  readonly body: string;
}

export interface IndexedTerms {
  /** A tsvector as text: of the whole. A: title, B: keywords, C: several times in the body, D: once. */
  readonly terms: string;
  /** Of title and keywords alone: what a question is looked for in when its words are everywhere. */
  readonly heads: string;
  readonly distinct: readonly string[];
  readonly distinctHeads: readonly string[];
  readonly length: number;
}

/** A tsvector has room for a megabyte; what comes after so many words is not what an article is about. */
const MOST_TERMS = 3_000;
const MOST_SAID_AGAIN = 3;

export function indexTerms({ title, keywords, body }: SearchedText): IndexedTerms {
  const weights = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const term of toTerms(title)) weights.set(term, 'A');
  for (const term of keywords.flatMap(toTerms)) if (!weights.has(term)) weights.set(term, 'B');
  const heads = [...weights.keys()];
  for (const term of toTerms(body)) {
    const count = (counts.get(term) ?? 0) + 1;
    counts.set(term, count);
    if (weights.has(term) && weights.get(term)! < 'C') continue;
    if (weights.size >= MOST_TERMS && !weights.has(term)) continue;
    weights.set(term, count >= MOST_SAID_AGAIN ? 'C' : 'D');
  }
  const distinct = [...weights.keys()];
  return {
    terms: [...weights].map(([term, weight]) => `${quoteTerm(term)}:1${weight === 'D' ? '' : weight}`).join(' '),
    heads: heads.map(quoteTerm).join(' '),
    distinct,
    distinctHeads: heads,
    length: distinct.length,
  };
}

/** As a tsvector and a tsquery read it. Terms are letters and digits only; this keeps it so. */
export function quoteTerm(term: string): string {
  return `'${term.replaceAll(/['\\]/g, '')}'`;
}
