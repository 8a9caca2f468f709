import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, PermanentError, RetriableError } from '#runtime';
import { describeError, troubleOf } from './trouble.js';

describe('whose fault a failed batch is', () => {
  it.each([
    ['system', new RetriableError('away', { code: 'database_unavailable' })],
    ['system', Object.assign(new Error('no space left on device'), { code: '53100' })],
    ['system', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['contention', Object.assign(new Error('deadlock detected'), { code: '40P01' })],
    ['contention', new RetriableError('again', { code: 'serialization_failure' })],
    ['record', new RetriableError('mailbox full', { code: 'over_quota' })],
    ['record', new PermanentError('never', { code: 'database_unavailable' })],
    ['record', new ConfigurationError('unset', { code: 'unset' })],
    ['record', new Error('a bug')],
    ['record', undefined],
  ] as const)('is %s', (trouble, error) => {
    expect(troubleOf(error)).toBe(trouble);
  });

  it('is described in words that a row can hold', () => {
    const error = new PermanentError(`bad \0 \ud800 ${'😀'.repeat(5_000)}`, { code: 'bad', hint: 'do that' });
    expect(describeError(error).code).toBe('bad');
    expect(describeError(error).reason).not.toContain('\0');
    expect(describeError(error).reason).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    expect(describeError(error).reason.length).toBeLessThanOrEqual(2_000);
    expect(describeError('words')).toEqual({ code: 'unknown', reason: 'words' });
  });
});
