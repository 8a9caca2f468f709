import { describe, expect, it } from '@jest/globals';
import { Settings } from '#runtime';
import { longestSilenceMs } from './imap-link.js';

describe('a link that is half open', () => {
  it('is noticed within six minutes by the shipped settings', () => {
    expect(longestSilenceMs(Settings.parse({}).email)).toBeLessThan(6 * 60_000);
  });
});
