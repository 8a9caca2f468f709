import { describe, expect, it } from '@jest/globals';
import { compareFigures, toLastResult, type Figure } from './compare.js';

const figure = (name: string, score: number, more: Partial<Figure> = {}): Figure => ({
  name,
  score,
  n: 100,
  bar: null,
  most: false,
  ...more,
});

describe('a score beside the last one', () => {
  it('falls when a figure is lower, is gone, or misses its bar; a count that should be small falls when it grows', () => {
    const last = { reply: 0.9, forward: 1, answered: 0, gone: 1 };
    const now = [
      figure('reply', 0.8),
      figure('forward', 0.999),
      figure('answered', 0.02, { most: true }),
      figure('new', 0.5, { bar: 0.6 }),
    ];
    expect(compareFigures(now, last)).toEqual({
      fell: ['reply: 0.8, was 0.9', 'answered: 0.02, was 0', 'gone: not scored, was 1', 'new: 0.5, its bar is 0.6'],
      rose: [],
    });
  });

  it('rises where it is better, and is kept with four digits', () => {
    expect(compareFigures([figure('reply', 0.95)], { reply: 0.9 })).toEqual({ fell: [], rose: ['reply: 0.95, was 0.9'] });
    expect(toLastResult([figure('reply', 2 / 3)])).toEqual({ reply: 0.6667 });
  });
});
