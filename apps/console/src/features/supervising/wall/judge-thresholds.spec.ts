import { describe, expect, it } from '@jest/globals';
import { findPassed } from './judge-thresholds.js';

const THRESHOLDS = [
  { key: 'waiting', metric: 'waiting', above: 8 },
  { key: 'long', metric: 'longest-wait', above: 5 },
  { key: 'free', metric: 'agents-free', below: 1 },
  { key: 'payment', metric: 'waiting', above: 2, group: 'payment' },
  { key: 'chat', metric: 'unassigned', above: 0, channel: 'webchat' },
];
const passed = (...given: Parameters<typeof findPassed>) => findPassed(...given).map(({ threshold }) => threshold.key);

describe('thresholds of the wall', () => {
  it('are passed above or below, minutes counted of seconds', () => {
    expect(passed({ waiting: 9, longestWaitS: 301, agentsFree: 0 }, THRESHOLDS)).toEqual(['waiting', 'long', 'free']);
    expect(passed({ waiting: 8, longestWaitS: 300, agentsFree: 1 }, THRESHOLDS)).toEqual([]);
  });

  it('hold for the group or channel they name, and for no other', () => {
    expect(passed({ waiting: 3 }, THRESHOLDS, { group: 'payment' })).toEqual(['payment']);
    expect(passed({ waiting: 30 }, THRESHOLDS, { group: 'legal' })).toEqual([]);
    expect(passed({ unassigned: 1 }, THRESHOLDS, { channel: 'webchat' })).toEqual(['chat']);
  });
});
