import { describe, expect, it } from '@jest/globals';
import { parseCommandLine, readOption, requireOption, UsageError } from './command-line.js';

describe('command line', () => {
  it('tells options, flags and words apart', () => {
    expect(parseCommandLine(['--provider', 'wecom', 'a.xml', '--all', '--x=1', '--', '--b'], ['all'])).toEqual({
      words: ['a.xml', '--b'],
      options: { provider: 'wecom', all: true, x: '1' },
    });
  });

  it('refuses what is missing or given twice', () => {
    expect(() => parseCommandLine(['--a', '1', '--a', '2'])).toThrow(UsageError);
    expect(() => requireOption(parseCommandLine(['--email']), 'email')).toThrow(/--email VALUE is missing/);
    expect(readOption(parseCommandLine([]), 'email')).toBeUndefined();
  });
});
