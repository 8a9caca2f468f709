import { describe, expect, it } from '@jest/globals';
import { chooseLabels, chooseTicks, makeScale, toPath } from './scale.js';

describe('the scale of a chart', () => {
  it('begins at nothing and ends above the greatest, in round steps', () => {
    expect(chooseTicks([3, 7])).toEqual([0, 2, 4, 6, 8]);
    expect(chooseTicks([0.2143])).toEqual([0, 0.1, 0.2, 0.3]);
    expect(chooseTicks([5_000, 12_300])).toEqual([0, 5_000, 10_000, 15_000]);
    expect(chooseTicks([])).toEqual([0, 1]);
    expect(chooseTicks([0, 0])).toEqual([0, 1]);
  });

  it('goes below nothing where a figure does, as an NPS', () => {
    expect(chooseTicks([-33.3, 60])).toEqual([-50, -25, 0, 25, 50, 75]);
  });

  it('puts values where they belong, also upside down', () => {
    const y = makeScale([0, 10], 100, 0);
    expect([y(0), y(5), y(10)]).toEqual([100, 50, 0]);
  });

  it('writes as many labels as there is room for', () => {
    const isWritten = chooseLabels(31, 8);
    expect(Array.from({ length: 31 }, (_, index) => index).filter(isWritten)).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
    expect(chooseLabels(5, 8)(4)).toBe(true);
  });

  it('breaks its line where a day has no value, instead of saying nothing was 0', () => {
    expect(toPath([[0, 1], [10, 2], null, [30, 4.04]])).toBe('M0 1 L10 2 M30 4');
  });
});
