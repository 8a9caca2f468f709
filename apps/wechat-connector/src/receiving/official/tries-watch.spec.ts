import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { StateReport } from '#connector-sdk';
import { ManualClock, PermanentError, RetriableError, silentLogger } from '#runtime';
import { TriesWatch, type WatchParts } from './tries-watch.js';

describe('the tries of the platform', () => {
  let clock: ManualClock;
  let isAway: boolean;
  let gaps: Parameters<WatchParts['tellGap']>[0][];
  let alarms: (StateReport | null)[];
  let stored: string[];
  let watch: TriesWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    clock = new ManualClock();
    [isAway, gaps, alarms, stored] = [true, [], [], []];
    const away = () => (isAway ? Promise.reject(new RetriableError('away', { code: 'log_unavailable' })) : Promise.resolve());
    watch = new TriesWatch({
      clock,
      log: silentLogger,
      tellGap: (gap) => away().then(() => void gaps.push(gap)),
      alarm: (trouble) => alarms.push(trouble),
    });
    fail = (key, bytes = 10) => watch.failed({ key, bytes, rescue: () => away().then(() => void stored.push(key)) });
  });
  afterEach(async () => {
    await watch.stop();
    jest.useRealTimers();
  });
  let fail: (key: string, bytes?: number) => void;
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 1_000) {
      clock.advance(1_000);
      await jest.advanceTimersByTimeAsync(1_000);
    }
  };

  it('that end well are no gap', async () => {
    fail('a');
    fail('a');
    watch.taken('a');
    isAway = false;
    await pass(60_000);
    expect([gaps, stored]).toEqual([[], []]);
    expect(alarms.at(-1)).toBeNull();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('that all fail are one gap of one stall, told when the log is back', async () => {
    const from = clock.now();
    for (const key of ['a', 'a', 'a', 'b', 'b']) fail(key);
    await pass(5_000);
    fail('b');
    const until = clock.now();
    await pass(120_000);
    expect(gaps).toEqual([]);
    isAway = false;
    await pass(3_000);
    expect(gaps).toEqual([{ from, until, remoteIds: ['a', 'b'], rescued: 2 }]);
    expect(stored).toEqual(['a', 'b']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('of which the platform makes no more are over after half a minute', async () => {
    isAway = false;
    fail('a');
    await pass(29_000);
    expect(gaps).toEqual([]);
    await pass(3_000);
    expect(gaps).toHaveLength(1);
  });

  it('of more than memory has place for are told by their ids', async () => {
    for (const key of ['a', 'b']) for (let turn = 0; turn < 3; turn += 1) fail(key, 20 * 1024 * 1024);
    isAway = false;
    await pass(10_000);
    expect(gaps).toMatchObject([{ remoteIds: ['a', 'b'], rescued: 1 }]);
    expect(stored).toEqual(['a']);
  });

  it('of what never can be stored end with the gap, too', async () => {
    watch.failed({ key: 'a', bytes: 1, rescue: () => Promise.reject(new PermanentError('no', { code: 'event_invalid' })) });
    isAway = false;
    await pass(40_000);
    expect(gaps).toMatchObject([{ remoteIds: ['a'], rescued: 0 }]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
