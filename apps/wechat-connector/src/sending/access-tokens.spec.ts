import { describe, expect, it } from '@jest/globals';
import { createTestContext, MemoryState, type TestContext } from '#connector-sdk/testing';
import { ConfigurationError, ManualClock, SecretKey } from '#runtime';
import { AccessTokens } from './access-tokens.js';

/** As the platform: each token asked for voids the one before. */
class Platform {
  asked = 0;
  again: boolean[] = [];
  refuse = false;

  source = {
    name: 'p',
    identity: ['id', 'secret'],
    request: async (again: boolean) => {
      await Promise.resolve();
      this.again.push(again);
      if (this.refuse) throw new ConfigurationError('wrong', { code: 'wechat_40125' });
      return { value: `t${(this.asked += 1)}`, lifetimeMs: 7_200_000 };
    },
  };
}

describe('the access token of an account', () => {
  const secret = new SecretKey('a secret of the tests, long enough');
  const clock = new ManualClock();
  /** Contexts of several processes: one state, and a lease that only one holds. */
  const openProcesses = (count: number) => {
    const state = new MemoryState();
    let turn: Promise<void> = Promise.resolve();
    return Array.from({ length: count }, (): TestContext => {
      const context = createTestContext({ clock, state });
      context.withLease = (_name, work) => (turn = turn.then(() => work(context.signal)));
      return context;
    });
  };

  it('is asked for once, by one of all who need it at once', async () => {
    const platform = new Platform();
    const processes = openProcesses(4).map((context) => new AccessTokens(platform.source, context, secret));
    const all = await Promise.all(processes.flatMap((tokens) => [tokens.get(), tokens.get()]));
    expect(new Set(all)).toEqual(new Set(['t1']));
    expect(platform.asked).toBe(1);
  });

  it('is replaced once when several find it refused', async () => {
    const platform = new Platform();
    const processes = openProcesses(3).map((context) => new AccessTokens(platform.source, context, secret));
    for (const tokens of processes) await tokens.get();
    for (const tokens of processes) tokens.refused('t1');
    expect(await Promise.all(processes.map((tokens) => tokens.get()))).toEqual(['t2', 't2', 't2']);
    expect(platform.again).toEqual([false, true]);
  });

  it('is replaced before it ends, and lies sealed', async () => {
    const platform = new Platform();
    const [context] = openProcesses(1);
    const tokens = new AccessTokens(platform.source, context!, secret);
    await tokens.get();
    clock.advance(6_800_000);
    expect(await tokens.get()).toBe('t1');
    clock.advance(200_000);
    expect(await tokens.get()).toBe('t2');
    expect(JSON.stringify(context!.state.entries())).not.toMatch(/"t\d"/);
  });

  it('is forgotten with the settings it was made by', async () => {
    const platform = new Platform();
    const [context] = openProcesses(1);
    await new AccessTokens(platform.source, context!, secret).get();
    expect(await new AccessTokens({ ...platform.source, identity: ['id', 'new secret'] }, context!, secret).get()).toBe('t2');
  });

  it('is not asked for again at once by wrong secrets', async () => {
    const platform = new Platform();
    platform.refuse = true;
    const [context] = openProcesses(1);
    const tokens = new AccessTokens(platform.source, context!, secret);
    for (let turn = 0; turn < 5; turn += 1) await expect(tokens.get()).rejects.toThrow('wrong');
    expect(platform.again).toHaveLength(1);
    platform.refuse = false;
    clock.advance(61_000);
    expect(await tokens.get()).toBe('t1');
  });
});
