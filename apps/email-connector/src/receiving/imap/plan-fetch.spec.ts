import { describe, expect, it } from '@jest/globals';
import { planFetch, toPortions } from './plan-fetch.js';

const message = (uid: number, bytes = 1000) => ({ uid, bytes, arrivedAt: new Date(0) });
const first = (count: number) => Array.from({ length: count }, (_, index) => message(index + 1));

describe('what to fetch of a folder', () => {
  it('keeps steps small and an oversized message apart, in its place', () => {
    const steps = planFetch([message(1), message(2, 99_999), message(3)], 10_000);
    expect(steps.map((step) => step.kind)).toEqual(['fetch', 'park', 'fetch']);
    expect(planFetch(first(120), 10_000).map((step) => (step.kind === 'fetch' ? step.messages.length : 0))).toEqual([50, 50, 20]);
    expect(planFetch([message(1, 6e6), message(2, 6e6)], 1e7)).toHaveLength(2);
  });

  it('asks for portions, and for one at a time where one of them made trouble', () => {
    expect(toPortions(first(450), null).map(({ length }) => length)).toEqual([200, 200, 50]);
    const portions = toPortions(first(6), { from: 3, to: 4 });
    expect(portions.map((portion) => portion.map(({ uid }) => uid))).toEqual([[1, 2], [3], [4], [5, 6]]);
    expect(toPortions([], null)).toEqual([]);
  });
});
