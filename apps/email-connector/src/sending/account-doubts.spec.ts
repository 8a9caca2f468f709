import { describe, expect, it } from '@jest/globals';
import { AccountDoubts } from './account-doubts.js';

describe('an answer that may be about our account or about one mail', () => {
  it('is about the mail that hears it twice, and about the account where several domains say so and none takes a mail', () => {
    const doubts = new AccountDoubts();
    expect(doubts.judge('one', ['a.example'])).toBe('wait');
    expect(doubts.judge('one', ['a.example'])).toBe('mail');
    expect(doubts.judge('two', ['b.example'])).toBe('wait');
    expect(doubts.judge('three', ['c.example'])).toBe('account');
    expect(doubts.judge('two', ['b.example'])).toBe('account');
    doubts.taken();
    expect(doubts.judge('two', ['b.example'])).toBe('mail');
    expect(doubts.judge('three', ['c.example'])).toBe('wait');
  });
});
