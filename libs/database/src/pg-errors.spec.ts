import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, PermanentError } from '#runtime';
import { isConnectionLost, isUniqueViolation, sqlStateOf, toDatabaseError } from './pg-errors.js';

const pgError = (code: string, more: object = {}): Error => Object.assign(new Error('as the server says'), { code, ...more });

describe('errors of the database', () => {
  it.each([
    ['57P01', 'database_unavailable'],
    ['57P03', 'database_unavailable'],
    ['08006', 'database_unavailable'],
    ['53300', 'database_unavailable'],
    ['25006', 'database_unavailable'],
    ['53100', 'storage_full'],
    ['53200', 'database_overloaded'],
    ['40P01', 'deadlock'],
    ['40001', 'serialization_failure'],
    ['55P03', 'lock_not_available'],
    ['57014', 'statement_timeout'],
    ['ECONNREFUSED', 'database_unavailable'],
    ['EPIPE', 'database_unavailable'],
    ['ENOTFOUND', 'database_unavailable'],
  ])('%s is retriable as %s', (state, code) => {
    expect(toDatabaseError(pgError(state))).toMatchObject({ errorClass: 'retriable', code });
  });

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect', 'Query read timeout'])(
    '"%s" without a code is a lost connection',
    (message) => {
      expect(isConnectionLost(new Error(message))).toBe(true);
      expect(toDatabaseError(new Error(message))).toMatchObject({ code: 'database_unavailable' });
    },
  );

  it.each(['28P01', '28000', '3D000'])('%s is for the operator', (state) => {
    expect(toDatabaseError(pgError(state))).toBeInstanceOf(ConfigurationError);
  });

  it('leaves alone what is about the data, the statement or the caller', () => {
    const others = [
      pgError('08P01'),
      pgError('23505'),
      pgError('23514'),
      pgError('42P01'),
      new Error('mine'),
      new PermanentError('mine', { code: 'mine' }),
    ];
    for (const error of others) expect(toDatabaseError(error)).toBe(error);
  });

  it('sees through what TypeORM wraps', () => {
    const wrapped = Object.assign(new Error('QueryFailedError'), { driverError: pgError('23505', { constraint: 'one_only' }) });
    expect(sqlStateOf(wrapped)).toBe('23505');
    expect(isUniqueViolation(wrapped, 'one_only')).toBe(true);
    expect(toDatabaseError({ driverError: pgError('40P01') })).toMatchObject({ code: 'deadlock' });
  });
});
