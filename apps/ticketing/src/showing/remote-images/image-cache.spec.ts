import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '#runtime';
import { ImageCache } from './image-cache.js';

const image = (bytes: number) => ({ type: 'image/png', bytes: Buffer.alloc(bytes) });

describe('images fetched lately', () => {
  it('are kept up to so many bytes, those in use longest', () => {
    const cache = new ImageCache(new ManualClock(), 10_000, 60_000);
    for (const name of ['a', 'b', 'c']) cache.put(name, image(3_000));
    cache.get('a');
    cache.put('d', image(3_000));
    expect(['a', 'b', 'c', 'd'].map((name) => cache.get(name) !== null)).toEqual([true, false, true, true]);
    cache.put('e', image(20_000));
    expect(cache.get('e')).toBeNull();
    expect(cache.get('d')).not.toBeNull();
  });

  it('are forgotten after a while', () => {
    const clock = new ManualClock();
    const cache = new ImageCache(clock, 10_000, 60_000);
    cache.put('a', image(10));
    clock.advance(60_001);
    expect(cache.get('a')).toBeNull();
  });
});
