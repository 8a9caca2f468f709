import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readRange, sliceOf } from './byte-range.js';

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

  it('is cut out of a stream, whatever its chunks', async () => {
    for (const chunks of [['0123456789'], ['01', '234', '56789'], [...'0123456789']]) {
      const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
      expect(Buffer.concat(await sliceOf(stream, { first: 2, last: 6 }).toArray()).toString()).toBe('23456');
    }
  });
});
