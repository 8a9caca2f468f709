import { describe, expect, it } from '@jest/globals';
import { shareOf } from './share.js';

describe('fair share of partitions', () => {
  it.each([1, 2, 3, 5, 16, 20])('gives out all 16 among %i members, differing by one at most', (count) => {
    const members = Array.from({ length: count }, (_, n) => ({ id: `member-${n}` }));
    const shares = members.map(({ id }) => shareOf([...members].reverse(), id, 16));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(16);
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
  });

  it('gives a stranger nothing', () => {
    expect(shareOf([{ id: 'a' }], 'b', 16)).toBe(0);
  });
});
