import { describe, expect, it } from '@jest/globals';
import { asksForHelp, parseCommandLine, readArguments, readOption, requireOption, requireOptions, UsageError } from './command-line.js';

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
    expect(() => requireOptions(parseCommandLine(['--b', '1']), ['a', 'b', 'c'])).toThrow('--a VALUE, --c VALUE are missing');
    expect(readOption(parseCommandLine([]), 'email')).toBeUndefined();
  });

  it.each([
    [['--email', 'a@b.c', '--rol', 'admin'], 'make does not know --rol; it knows --email, --role, --yes (did you mean --role?)'],
    [['one', 'two', 'three'], 'make takes one word without dashes: "two", "three" is too much'],
    [['--yes=no'], '--yes takes no value'],
    [['--toString', '1'], 'make does not know --toString; it knows --email, --role, --yes'],
  ])('of a command that does not know %j is refused with what it knows', (argv, words) => {
    const syntax = { options: ['email', 'role'], flags: ['yes'], words: 1 };
    expect(() => readArguments('make', argv, syntax)).toThrow(new UsageError(words));
  });

  it('is asked for help in the usual ways, not by a word further on', () => {
    for (const argv of [['help'], ['-h'], ['--help'], ['make', '--email', 'x', '--help']]) expect(asksForHelp(argv)).toBe(true);
    for (const argv of [[], ['make', 'help'], ['make', '--', '--help']]) expect(asksForHelp(argv)).toBe(false);
  });

  it('gives no word to a flag', () => {
    expect(readArguments('delete', ['--yes', 'who'], { flags: ['yes'], words: 1 })).toEqual({ words: ['who'], options: { yes: true } });
  });
});
