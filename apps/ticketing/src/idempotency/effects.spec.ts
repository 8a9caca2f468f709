import { describe, expect, it } from '@jest/globals';
import type { Database, Transaction } from '#database';
import { Effects } from './effects.js';
import { runAs } from './keyed-request.js';
import type { RequestRepository, StoredEffect } from './request.repository.js';

const transaction = {} as Transaction;
const request = { principal: 'p', key: 'k', hash: 'h' };

function openEffects() {
  let stored: StoredEffect | null = null;
  const requests = {
    findEffect: () => Promise.resolve(stored),
    keepEffect: (_transaction: Transaction, _request: unknown, effect: StoredEffect) => Promise.resolve((stored = effect)),
  } as unknown as RequestRepository;
  const database = { run: <T>(work: (given: Transaction) => Promise<T>) => work(transaction) } as Database;
  return new Effects(database, requests);
}

describe('the change of a request', () => {
  it('happens once, and its result comes back to the same request', async () => {
    const effects = openEffects();
    let made = 0;
    const change = () => effects.run(() => Promise.resolve((made += 1)));
    expect(await runAs(request, change)).toEqual({ answer: 1, repeats: false });
    expect(await runAs(request, change)).toEqual({ answer: 1, repeats: true });
    expect(made).toBe(1);
  });

  it('is not kept when it failed', async () => {
    const effects = openEffects();
    await expect(runAs(request, () => effects.run(() => Promise.reject(new Error('no'))))).rejects.toThrow('no');
    expect(await runAs(request, () => effects.run(() => Promise.resolve('yes')))).toEqual({ answer: 'yes', repeats: false });
  });

  it('is not what other work does that the request set off', async () => {
    const effects = openEffects();
    const later = await runAs(request, async () => {
      await effects.run(() => Promise.resolve('the change'));
      return { work: effects.run(() => Promise.resolve('behind it')) };
    });
    expect(await later.answer.work).toBe('behind it');
    expect(await effects.run(() => Promise.resolve('outside'))).toBe('outside');
  });
});
