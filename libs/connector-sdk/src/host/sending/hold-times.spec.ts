import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, RetriableError } from '#runtime';
import { computeHoldMs, endOfHold } from './hold-times.js';

describe('waits of held replies', () => {
  it('are what the remote asks, else short for operators and growing for remotes', () => {
    const busy = new RetriableError('x', { code: 'remote_busy' });
    expect(computeHoldMs(new RetriableError('x', { code: 'y', retryAfterMs: 7 }), 3, 30_000, 0)).toBe(7);
    expect([1, 2, 9].map((attempt) => computeHoldMs(busy, attempt, 30_000, 0))).toEqual([5_000, 30_000, 600_000]);
    const unset = new ConfigurationError('x', { code: 'outgoing_not_configured' });
    expect([0, 100, 2_000, 90_000].map((held) => computeHoldMs(unset, 1, 30_000, held))).toEqual([30_000, 30_000, 200_000, 600_000]);
    const refused = new RetriableError('x', { code: 'account_refused', fields: { category: 'auth' } });
    expect([1, 9].map((attempt) => computeHoldMs(refused, attempt, 30_000, 0))).toEqual([30_000, 30_000]);
  });

  it('end together when they are long, never before their time, and on their own when they are short', () => {
    const at = new Date('2026-03-02T09:00:01.234Z');
    const ends = [7, 9_999, 10_000, 30_000, 33_766].map((ms) => endOfHold(at, ms).toISOString().slice(17, 23));
    expect(ends).toEqual(['01.241', '11.233', '15.000', '35.000', '35.000']);
  });
});
