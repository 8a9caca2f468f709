import { describe, expect, it } from '@jest/globals';
import { findMissing, joinRanges } from './uid-ranges.js';

describe('UIDs that are not there', () => {
  it('are what lies before, between and behind those that are', () => {
    expect(findMissing({ from: 8, to: 15 }, [13, 9, 10])).toEqual([
      { from: 8, to: 8 },
      { from: 11, to: 12 },
      { from: 14, to: 15 },
    ]);
    expect(findMissing({ from: 8, to: 9 }, [8, 9])).toEqual([]);
  });

  it('are nothing in a range that is empty, and not what lies outside', () => {
    expect(findMissing({ from: 9, to: 8 }, [])).toEqual([]);
    expect(findMissing({ from: 8, to: 9 }, [3, 8, 9, 12])).toEqual([]);
  });

  it('cost nothing when a server leaves billions out', () => {
    expect(findMissing({ from: 1, to: 4_294_967_294 }, [4_294_967_294])).toEqual([{ from: 1, to: 4_294_967_293 }]);
  });

  it('are joined where they touch', () => {
    expect(
      joinRanges([
        { from: 5, to: 6 },
        { from: 1, to: 2 },
        { from: 3, to: 3 },
        { from: 6, to: 8 },
      ]),
    ).toEqual([
      { from: 1, to: 3 },
      { from: 5, to: 8 },
    ]);
  });
});
