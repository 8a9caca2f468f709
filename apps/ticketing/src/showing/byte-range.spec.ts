import { describe, expect, it } from '@jest/globals';
import { readRange } from './byte-range.js';

describe('a range of bytes', () => {
  it.each([
    [undefined, [0, 9]],
    ['bytes=0-', [0, 9]],
    ['bytes=2-4', [2, 4]],
    ['bytes=2-400', [2, 9]],
    ['bytes=-3', [7, 9]],
    ['bytes=-30', [0, 9]],
    ['bytes=0-1,3-4', [0, 9]],
    ['lines=1-2', [0, 9]],
    ['bytes=10-', null],
    ['bytes=4-2', null],
    ['bytes=-0', null],
  ])('%s of ten', (asked, expected) => {
    const range = readRange(asked, 10);
    expect(range && [range.first, range.last]).toEqual(expected);
  });
});
