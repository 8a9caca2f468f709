import { describe, expect, it } from '@jest/globals';
import { CachingResolver, type Resolve } from './caching-resolver.js';
import { ResolverWatch } from './resolver-watch.js';

const error = (code: string) => Object.assign(new Error(code), { code });

function create(ask: Resolve, probe: () => Promise<unknown> = () => Promise.resolve([])) {
  const clock = { ms: 0 };
  const changes: boolean[] = [];
  const asked: string[] = [];
  const watch = new ResolverWatch(
    probe,
    (away) => changes.push(away),
    () => clock.ms,
  );
  const counted: Resolve = (name, type) => {
    asked.push(`${type} ${name}`);
    return ask(name, type);
  };
  const resolver = new CachingResolver(counted, watch, () => clock.ms);
  return { clock, changes, asked, resolve: resolver.resolve };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a resolver that remembers', () => {
  it('asks once for many, and again when the answer is old', async () => {
    const { clock, asked, resolve } = create(() => Promise.resolve([['v=spf1 -all']]));
    await Promise.all([resolve('Customer.test', 'TXT'), resolve('customer.test', 'TXT')]);
    await resolve('customer.test', 'TXT');
    expect(asked).toEqual(['TXT Customer.test']);
    clock.ms = 400_000;
    await resolve('customer.test', 'TXT');
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['ENOTFOUND', 30_000],
    ['ESERVFAIL', 2_000],
  ])('remembers %s for a while', async (code, ms) => {
    const { clock, asked, resolve } = create(() => Promise.reject(error(code)));
    for (const at of [0, ms, 100_000]) {
      clock.ms = at;
      await expect(resolve('customer.test', 'TXT')).rejects.toMatchObject({ code });
      await settle();
    }
    expect(asked).toHaveLength(2);
  });

  it('does not ask without bound', async () => {
    const { resolve } = create(() => new Promise(() => {}));
    for (let at = 0; at < 2_048; at++) void resolve(`d${at}.test`, 'TXT');
    await expect(resolve('one-more.test', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  it.each([`${'a'.repeat(64)}.test`, `${'a.'.repeat(60_000)}test`, ''])('does not ask for what is no name', async (name) => {
    const { asked, resolve } = create(() => Promise.resolve([]));
    await expect(resolve(name, 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(asked).toEqual([]);
  });
});

describe('a resolver that is away', () => {
  it('is noticed by its silence, spares every mail the wait, and is asked again later', async () => {
    let away = true;
    const answer = () => (away ? Promise.reject(error('ETIMEOUT')) : Promise.resolve([['v=spf1']]));
    const { clock, changes, asked, resolve } = create(answer, answer);
    for (const name of ['a.test', 'b.test', 'c.test']) await resolve(name, 'TXT').catch(() => {});
    await settle();
    expect(changes).toEqual([true]);
    await expect(resolve('d.test', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    expect(asked).toHaveLength(3);
    away = false;
    clock.ms = 20_000;
    await resolve('d.test', 'TXT').catch(() => {});
    await settle();
    expect(changes).toEqual([true, false]);
    await expect(resolve('d.test', 'TXT')).resolves.toEqual([['v=spf1']]);
  });

  it('is not taken for away because of names that nobody answers for', async () => {
    const { changes, resolve } = create((name) => (name.startsWith('dead') ? Promise.reject(error('ETIMEOUT')) : Promise.resolve([])));
    for (let at = 0; at < 20; at++) await resolve(`dead${at}.test`, 'TXT').catch(() => {});
    await settle();
    expect(changes).toEqual([]);
    await expect(resolve('alive.test', 'TXT')).resolves.toEqual([]);
  });
});
