import { describe, expect, it } from '@jest/globals';
import { computeRetryMs, readAskedMs } from './retry-times.js';

const MINUTE = 60_000;

describe('a mail that is to be tried again', () => {
  it.each([
    ['Greylisted, try again in 300 seconds', 300_000],
    ['4.7.1 Greylisting in action, please come back in 00:04:30', 270_000],
    ['retry after 5 min', 5 * MINUTE],
    ['wait 2 hours', 60 * MINUTE],
    ['请在 10 分钟后重试', 10 * MINUTE],
    ['Try again later', null],
    ['4.7.1 in 2026', null],
    ['wait 0 seconds', null],
  ])('is asked by "%s" to wait %p ms', (message, ms) => {
    expect(readAskedMs(message)).toBe(ms);
  });

  it('waits longer each time, by what went wrong', () => {
    const waits = (category: 'rate_limited' | 'timeout' | 'provider_unavailable', code = 'smtp', message = 'no') =>
      [1, 2, 3, 99].map((failures) => computeRetryMs({ code, category, message }, failures));
    expect(waits('rate_limited')).toEqual([1, 2, 5, 30].map((minutes) => minutes * MINUTE));
    expect(waits('timeout')).toEqual([0.5, 2, 10, 30].map((minutes) => minutes * MINUTE));
    expect(waits('provider_unavailable')).toEqual([5_000, 30_000, 2 * MINUTE, 30 * MINUTE]);
    expect(waits('rate_limited', 'smtp_greylisted')).toEqual([2, 5, 10, 60].map((minutes) => minutes * MINUTE));
  });

  it('waits as long as the server says where that is longer, and just as long for a greylist', () => {
    const asked = 'come back in 90 seconds';
    expect(computeRetryMs({ code: 'smtp', category: 'rate_limited', message: asked }, 1)).toBe(90_000);
    expect(computeRetryMs({ code: 'smtp', category: 'rate_limited', message: asked }, 3)).toBe(5 * MINUTE);
    expect(computeRetryMs({ code: 'smtp_greylisted', category: 'rate_limited', message: asked }, 3)).toBe(95_000);
  });
});
