import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, errorClassOf, PermanentError, RetriableError, TributaryError } from './errors.js';

/** As an error of another copy of this file arrives: the same words and marks, another class. */
function fromAnotherCopy(error: TributaryError): Error {
  return Object.assign(new Error(error.message), error);
}

describe('errors of another copy of this package', () => {
  it('are of their class', () => {
    const later = fromAnotherCopy(new RetriableError('later', { code: 'busy', retryAfterMs: 50 }));
    expect(Object.getPrototypeOf(later)).toBe(Error.prototype);
    expect(later instanceof RetriableError).toBe(true);
    expect(later instanceof TributaryError).toBe(true);
    expect(later instanceof PermanentError || later instanceof ConfigurationError).toBe(false);
    expect(errorClassOf(fromAnotherCopy(new ConfigurationError('no', { code: 'x' })))).toBe('configuration');
  });

  it('are no more than that: neither any error, nor a class derived from one', () => {
    class TooBusy extends RetriableError {}
    expect(new Error('x') instanceof RetriableError).toBe(false);
    expect(fromAnotherCopy(new RetriableError('later', { code: 'busy' })) instanceof TooBusy).toBe(false);
    expect(new RetriableError('later', { code: 'busy' }) instanceof TooBusy).toBe(false);
    expect(new TooBusy('later', { code: 'busy' }) instanceof RetriableError).toBe(true);
  });
});
