import { describe, expect, it } from '@jest/globals';
import { readPattern } from './linear-pattern.js';

describe('a pattern', () => {
  it.each([
    ['refund', 'I want a REFUND now', 'refund'],
    ['退(款|货)', '请尽快退货！', '退货'],
    ['order\\s*#?(\\d{4,6})', 'my Order #12345 is late', 'order #12345'],
    ['^hello', 'hello there', 'hello'],
    ['\\bapi\\b', 'the ＡＰＩ is down', 'api'],
    ['[a-c]+z?', 'xxabcz', 'abcz'],
    ['[^0-9]{3}', '12ab-4', 'ab-'],
    ['\\D+$', '12ab', 'ab'],
    ['(?:down|out)age?', 'total outage', 'outage'],
    ['a{2}', 'baaa', 'aa'],
    ['（紧急）', '（紧急）求助', '(紧急)'],
    ['x*', 'yyy', ''],
  ])('%s finds in "%s" "%s"', (source, text, found) => {
    expect(readPattern(source).find(text)).toBe(found);
  });

  it.each([
    ['^hello', 'oh hello'],
    ['\\bapi\\b', 'capital'],
    ['a{3}', 'aa'],
    ['end$', 'the end is near'],
  ])('%s does not find anything in "%s"', (source, text) => {
    expect(readPattern(source).find(text)).toBeNull();
  });

  it.each([
    ['(a', 'a ( without its )'],
    ['a)', 'a ) without its ('],
    ['[a', 'a [ without its ]'],
    ['*a', 'nothing to repeat'],
    ['(a)\\1', 'back references'],
    ['(?=a)', 'look-around'],
    ['a{200}', 'repeats more than'],
    ['(a{100}){100}', 'too large'],
    ['a\\', 'ends too early'],
    ['[z-a]', 'ends before it begins'],
  ])('%s is a fault: %s', (source, problem) => {
    expect(() => readPattern(source)).toThrow(problem);
  });

  // With a matcher that tries one way after another this takes longer than the sun has left.
  it('takes no more than its text is long, whatever the pattern', () => {
    const text = 'a'.repeat(5_000);
    expect(readPattern('(a*)*b').find(text)).toBeNull();
    expect(readPattern('(a|a)*(a|aa)+$b').find(text)).toBeNull();
  });
});
