import { describe, expect, it } from '@jest/globals';
import { PermanentError } from '#runtime';
import { readCursor, writeCursor } from './cursor.js';

describe('cursor of a list', () => {
  it('comes back as it was written, in letters that a URL takes', () => {
    const cursor = writeCursor(['2026-03-02T09:00:00.000Z', '客户/1']);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(readCursor(cursor, 2)).toEqual(['2026-03-02T09:00:00.000Z', '客户/1']);
    expect(readCursor(undefined, 2)).toEqual([]);
  });

  it.each(['', 'nonsense', writeCursor(['one']), Buffer.from('[1,2]').toString('base64url')])('refuses %j', (cursor) => {
    expect(() => readCursor(cursor, 2)).toThrow(PermanentError);
  });
});
