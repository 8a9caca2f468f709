import { beforeEach, describe, expect, it } from '@jest/globals';
import { KeptAnswers } from './kept-answers.js';

describe('answers that are kept', () => {
  let now = 0;
  let asked: string[] = [];
  const kept = () =>
    new KeptAnswers<string>(
      (answer) => answer !== 'unknown',
      () => now,
    );
  const ask = (answer: string) => () => {
    asked.push(answer);
    return Promise.resolve(answer);
  };

  beforeEach(() => {
    now = 0;
    asked = [];
  });

  it('asks once for all that ask meanwhile', async () => {
    const answers = kept();
    expect(await Promise.all([answers.get('a', ask('one')), answers.get('a', ask('two'))])).toEqual(['one', 'one']);
    expect(asked).toEqual(['one']);
  });

  it('knows an answer at once when it came, not before', async () => {
    const answers = kept();
    const asking = answers.get('a', ask('one'));
    expect(answers.known('a')).toBeUndefined();
    await asking;
    await Promise.resolve();
    expect(answers.known('a')).toBe('one');
    expect(answers.get('a', ask('two'))).toBe('one');
  });

  it('asks again after a minute', async () => {
    const answers = kept();
    await answers.get('a', ask('one'));
    now = 60_000;
    expect(answers.known('a')).toBeUndefined();
    expect(await answers.get('a', ask('two'))).toBe('two');
  });

  it('asks again for what nobody could tell', async () => {
    const answers = kept();
    await answers.get('a', ask('unknown'));
    await Promise.resolve();
    expect(answers.known('a')).toBeUndefined();
    expect(await answers.get('a', ask('one'))).toBe('one');
  });

  it('forgets the oldest of too many', async () => {
    const answers = kept();
    for (let i = 0; i <= 10_000; i += 1) await answers.get(`${i}`, ask('x'));
    expect(answers.known('0')).toBeUndefined();
    expect(answers.known('10000')).toBe('x');
  });
});
