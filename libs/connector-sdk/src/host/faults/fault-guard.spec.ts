import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { silentLogger } from '#runtime';
import { FaultGuard } from './fault-guard.js';

afterEach(() => void jest.restoreAllMocks());

/** A connector whose work throws later, and who was told. */
async function throwLater(guarded: boolean, costsNothing: boolean) {
  const failed: unknown[] = [];
  let ended = 0;
  const followed = jest.spyOn(AsyncLocalStorage.prototype, 'run');
  const guard = new FaultGuard(silentLogger, () => (ended += 1), costsNothing);
  const owner = { inboxId: 'support', guarded, fail: (error: unknown) => void failed.push(error) };
  await guard.runFor(owner, async () => {
    await guard.leave(() => Promise.resolve());
    await Promise.resolve();
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    guard.onException(new Error('late'));
    for (const listener of listeners) process.on('uncaughtException', listener);
  });
  return { failed, ended, followed: followed.mock.calls.length };
}

describe('what a connector throws outside of any call', () => {
  it.each([
    ['is its own runner’s', true, false],
    ['is its own runner’s, wherever that costs nothing', false, true],
  ])('%s', async (_what, guarded, costsNothing) => {
    expect(await throwLater(guarded, costsNothing)).toMatchObject({ failed: [new Error('late')], ended: 0 });
  });

  it('ends the process where it is not guarded, and no promise of the process is followed', async () => {
    expect(await throwLater(false, false)).toEqual({ failed: [], ended: 1, followed: 0 });
  });
});
