import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ReviewSheet } from '../desk/schema/quality.js';
import { isChosen, judge } from './judge-review.js';

describe('a review', () => {
  const sheet = ReviewSheet.parse({
    name: 'Calls',
    reviews: 'recordings',
    passAt: 80,
    criteria: [
      { key: 'greeting', name: 'Greeting', weight: 20 },
      { key: 'solution', name: 'Solution', weight: 80 },
    ],
  });

  it('counts by weight, and wants every criterion', () => {
    expect(judge(sheet, { greeting: 0, solution: 100 })).toEqual({ result: 80, passed: true });
    expect(judge(sheet, { greeting: 100, solution: 74 })).toEqual({ result: 79.2, passed: false });
    expect(judge(sheet, { solution: 100 })).toBeNull();
  });

  it('takes the share of all, and the same ones again', () => {
    const ids = Array.from({ length: 4_000 }, () => randomUUID());
    const chosen = ids.filter((id) => isChosen('s', id, 0.1));
    expect(chosen.length).toBeGreaterThan(280);
    expect(chosen.length).toBeLessThan(540);
    expect(ids.filter((id) => isChosen('s', id, 0.1))).toEqual(chosen);
    expect(ids.every((id) => isChosen('s', id, 1))).toBe(true);
    expect(ids.some((id) => isChosen('s', id, 0))).toBe(false);
  });
});
