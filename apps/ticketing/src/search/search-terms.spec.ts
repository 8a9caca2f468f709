import { describe, expect, it } from '@jest/globals';
import { toAskedTerms, toEntryTerms } from './search-terms.js';

describe('the terms of a search over entries', () => {
  it('are words and pairs of characters, once each; a character by itself only where no pair begins with it', () => {
    expect(toEntryTerms(['The printers burn, printers!'])).toEqual(['printer', 'burn']);
    expect(toEntryTerms(['打印机坏'])).toEqual(['打印', '印机', '机坏', '坏']);
    expect(toEntryTerms(['Ann Wang', 'ann@example.com'])).toEqual(['ann', 'wang', 'exampl', 'com']);
  });

  it('ask for each word, the last one as a beginning; for pairs alone where there are some, for a character as a beginning', () => {
    expect(toAskedTerms('burning print')).toEqual([`'burn'`, `'print':*`]);
    expect(toAskedTerms('打印机')).toEqual([`'打印'`, `'印机'`]);
    expect(toAskedTerms('坏')).toEqual([`'坏':*`]);
    expect(toAskedTerms('a de')).toEqual([`'de'`]);
    expect(toAskedTerms(`'):*|&!`)).toEqual([]);
  });

  it('are a bounded number', () => {
    const words = Array.from({ length: 5_000 }, (_, n) => `w${n}`).join(' ');
    expect([toEntryTerms([words]).length, toAskedTerms(words).length]).toEqual([2_000, 16]);
  });
});
