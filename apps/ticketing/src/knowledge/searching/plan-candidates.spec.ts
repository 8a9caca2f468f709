import { describe, expect, it } from '@jest/globals';
import { indexTerms } from './index-terms.js';
import { planCandidates } from './plan-candidates.js';
import { probesOf, rankPassages, type TermCounts } from './rank-passages.js';

const asked = (term: string, instead: string[] = []) => ({ term, share: 1, instead });
const counts = (all: number, of: Record<string, [number, number]>): TermCounts => ({
  all,
  of: new Map(Object.entries(of).map(([term, [passages, heads]]) => [term, { passages, heads }])),
});

describe('the looks of a search', () => {
  it('are for rare words alone where they are all there is', () => {
    expect(planCandidates([asked('okapi'), asked('zebra')], counts(1_000, { okapi: [3, 1], zebra: [20, 0] }))).toEqual([
      { column: 'heads', query: `'okapi'`, most: 250, sampled: false },
      { column: 'terms', query: `'okapi' | 'zebra'`, most: 250, sampled: false },
    ]);
  });

  it('are for several at once where words are everywhere, and never for all that have one', () => {
    const looks = planCandidates(
      [asked('a'), asked('b', ['c']), asked('d')],
      counts(2_000_000, { a: [400_000, 0], b: [90_000, 0], c: [1, 0], d: [700_000, 0] }),
    );
    // Who has one of them besides the rarest is no look: there are too many.
    expect(looks.map(({ query }) => query)).toEqual([`'c'`, `('b' | 'c') & ('a') & ('d')`]);
    const fewer = planCandidates([asked('a'), asked('b')], counts(50_000, { a: [9_000, 0], b: [4_000, 0] }));
    expect(fewer.map(({ query }) => query)).toEqual([`('b') & ('a')`, `('b')`]);
    expect(looks.every(({ most }) => most === 250)).toBe(true);
  });

  it('are into the sample where that brings as many as are read, by words as if strewn independently', () => {
    const looksFor = (a: number, b: number) =>
      planCandidates([asked('a'), asked('b')], counts(2_000_000, { a: [a, 0], b: [b, 0] })).map(({ query, sampled }) => [query, sampled]);
    expect(looksFor(200_000, 400_000)).toEqual([[`('a') & ('b')`, true]]);
    expect(looksFor(25_000, 400_000)).toEqual([[`('a') & ('b')`, false]]);
    expect(planCandidates([asked('a')], counts(2_000_000, { a: [900_000, 0] }))).toEqual([
      { column: 'terms', query: `('a')`, most: 250, sampled: true },
    ]);
  });

  it('are none for words that nobody wrote', () => {
    expect(planCandidates([asked('quokka')], counts(10, {}))).toEqual([]);
  });
});

describe('what is found', () => {
  const library = counts(100, { pump: [10, 2], reset: [20, 5], 重置: [3, 1] });
  const found = (marks: string, articleId = 'x', language = 'en') => ({ articleId, language, length: 120, marks });

  it('is the better the rarer the words, in the title more than in the text, once an article', () => {
    const question = [asked('pump'), asked('reset', ['重置'])];
    const probes = probesOf(question, library, 10);
    expect(probes).toEqual(['pump', 'reset', '重置']);
    const ranked = rankPassages(
      [found('DD-', 'both'), found('-A-', 'title'), found('D--', 'one'), found('A--', 'one')],
      question,
      probes,
      library,
      'en',
    );
    expect(ranked.map(({ articleId }) => articleId)).toEqual(['one', 'both', 'title']);
    expect(ranked.find(({ articleId }) => articleId === 'both')?.score).toBe(1);
  });

  it('counts what is meant for less than what is said', () => {
    const question = [asked('reset', ['重置'])];
    const probes = probesOf(question, library, 10);
    const [said, meant] = rankPassages([found('D-', 'said'), found('-D', 'meant')], question, probes, library, 'en');
    expect([said?.articleId, said?.score, meant?.score]).toEqual(['said', 1, 0.75]);
  });
});

describe('what is indexed of a text', () => {
  it('says of each word where it stands', () => {
    const { terms, heads, length } = indexTerms({ title: 'Reset pump', keywords: ['stuck'], body: 'pump valve valve valve dirt' });
    expect(terms).toBe(`'reset':1A 'pump':1A 'stuck':1B 'valv':1C 'dirt':1`);
    expect([heads, length]).toEqual([`'reset' 'pump' 'stuck'`, 5]);
  });
});
