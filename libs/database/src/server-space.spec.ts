import { describe, expect, it } from '@jest/globals';
import { RetriableError } from '#runtime';
import { ServerSpace } from './server-space.js';
import type { Transaction } from './transaction.js';

const full = new RetriableError('database: No space left on device', { code: 'storage_full' });
const away = new RetriableError('database is away', { code: 'database_unavailable' });

/** A space whose server answers each try with the next of `answers`; null: it takes it. */
function openSpace(...answers: (Error | null)[]) {
  const state = { tries: 0, space: new ServerSpace() };
  const query = () => {
    const answer = answers[state.tries - 1];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve([]);
  };
  const run = <T>(work: (transaction: Transaction) => Promise<T>) => {
    state.tries += 1;
    return work({ isTransaction: true, query } as Transaction);
  };
  return { state, check: () => state.space.check({ run }), meet: (error: Error) => state.space.watch(Promise.reject(error)) };
}

describe('space of the server', () => {
  it('is not tried while nothing failed for the lack of it', async () => {
    const { state, check, meet } = openSpace();
    await expect(meet(away)).rejects.toBe(away);
    await check();
    expect(state.tries).toBe(0);
  });

  it('is missing from the first fault on, until something can be written', async () => {
    const { state, check, meet } = openSpace(full, away, null);
    await expect(meet(full)).rejects.toBe(full);
    await expect(check()).rejects.toBe(full);
    await expect(check()).rejects.toBe(full);
    await check();
    await check();
    expect(state.tries).toBe(3);
  });

  it('is tried once for all who ask at the same time', async () => {
    const { state, check, meet } = openSpace(full);
    await meet(full).catch(() => undefined);
    expect((await Promise.allSettled([check(), check()])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(state.tries).toBe(1);
  });

  it('is not doubted for ever where it may not be tried', async () => {
    const { check, meet } = openSpace(new Error('permission denied for schema public'));
    await meet(full).catch(() => undefined);
    await expect(check()).resolves.toBeUndefined();
  });
});
