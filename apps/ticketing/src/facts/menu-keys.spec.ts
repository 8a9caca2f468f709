import { expect, it } from '@jest/globals';
import { toMenuWays } from './menu-keys.js';

const ways = (...keys: string[]) => toMenuWays(keys.map((key) => ({ key })));

it('names the ways that were gone through a menu, and the numbers that were entered', () => {
  expect([ways('5'), ways('1', '5'), ways('7', '370001', '#')]).toEqual([['5'], ['1', '1,5'], ['7', '7,#', '370001']]);
  expect(toMenuWays(null)).toEqual([]);
});
