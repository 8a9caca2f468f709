import { describe, expect, it } from '@jest/globals';
import { isLoopback, RateLimit } from './rate-limits.js';

describe('a rate limit', () => {
  it('lets as many through as are allowed, then says when the next one may come', () => {
    let now = 0;
    const limit = new RateLimit(3, 60_000, () => now);
    expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 0]);
    expect(limit.take('a')).toBe(20_000);
    expect(limit.take('b')).toBe(0);
    now = 19_999;
    expect(limit.take('a')).toBeGreaterThan(0);
    now = 20_000;
    expect(limit.take('a')).toBe(0);
    now = 1_000_000;
    expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('a')].filter((wait) => wait === 0)).toHaveLength(3);
  });

  it('knows this machine by any of its names', () => {
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.8.8.8'].every(isLoopback)).toBe(true);
    expect(['10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', ''].some(isLoopback)).toBe(false);
  });
});
