import { describe, expect, it } from '@jest/globals';
import { toStorable } from './storable.js';

describe('what the database can keep', () => {
  it('leaves good text alone, escapes and all', () => {
    const message = { text: 'a "quoted" \\u0000 back\\slash 你好 😀\n', list: [1, null, true, undefined] };
    expect(toStorable(message)).toBe(message);
  });

  it('leaves out NULs and mends broken surrogates, however deep', () => {
    expect(toStorable({ parts: [{ text: 'a\0b\ud83d' }], at: 1 })).toEqual({ parts: [{ text: 'ab\ufffd' }], at: 1 });
  });
});
