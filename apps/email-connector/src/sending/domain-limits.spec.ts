import { describe, expect, it } from '@jest/globals';
import { readDomainLimit } from './domain-limit-settings.js';
import { DomainLimits } from './domain-limits.js';
import { ServerLimits } from './server-limits.js';

let now = 0;
const limited = () => {
  now = 1_000_000;
  return new DomainLimits(() => now);
};
const LIMIT = { concurrent: 1, perMinute: 0 };
const waitOf = async (entering: Promise<unknown>): Promise<{ code: string; retryAfterMs: number }> =>
  entering.then(
    () => ({ code: 'in', retryAfterMs: 0 }),
    (error: { code: string; retryAfterMs: number }) => ({ code: error.code, retryAfterMs: error.retryAfterMs }),
  );

describe('mail to one domain', () => {
  it('goes in turn, and that to others is not asked to wait', async () => {
    const limits = limited();
    const leave = await limits.enter(['slow.example'], LIMIT);
    const second = limits.enter(['slow.example'], LIMIT);
    await limits.enter(['fast.example'], LIMIT);
    leave();
    const leaveToo = await second;
    leaveToo();
    expect((await waitOf(limits.enter(['slow.example'], LIMIT))).code).toBe('in');
  });

  it('is sent away at once where the domain is slow, with a later time for each', async () => {
    const limits = limited();
    await limits.enter(['slow.example'], LIMIT);
    now += 6_000;
    const waits = await Promise.all(Array.from({ length: 6 }, () => waitOf(limits.enter(['slow.example'], LIMIT))));
    expect(new Set(waits.map(({ code }) => code))).toEqual(new Set(['domain_busy']));
    expect(waits.map(({ retryAfterMs }) => retryAfterMs)).toEqual([1_000, 3_000, 5_000, 7_000, 9_000, 11_000]);
  });

  it('is not more a minute than it may be', async () => {
    const limits = limited();
    const enter = () => waitOf(limits.enter(['a.example'], { concurrent: 0, perMinute: 2 }));
    expect(await enter()).toMatchObject({ code: 'in' });
    now += 10_000;
    expect(await enter()).toMatchObject({ code: 'in' });
    expect([await enter(), await enter(), await enter()]).toEqual([
      { code: 'domain_rate', retryAfterMs: 50_000 },
      { code: 'domain_rate', retryAfterMs: 80_000 },
      { code: 'domain_rate', retryAfterMs: 110_000 },
    ]);
    now += 50_001;
    expect(await enter()).toMatchObject({ code: 'in' });
  });

  it('comes back one after the other, however many are sent away, as soon as places are expected', async () => {
    const limits = limited();
    for (let mails = 0; mails < 20; mails += 1) {
      const leave = await limits.enter(['a.example'], LIMIT);
      now += 200;
      leave();
    }
    await limits.enter(['a.example'], LIMIT);
    now += 6_000;
    const first = await Promise.all(Array.from({ length: 5_000 }, () => waitOf(limits.enter(['a.example'], LIMIT))));
    const times = first.map(({ retryAfterMs }) => retryAfterMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThanOrEqual(30 * 60_000);
    expect(times.filter((ms) => ms <= 60_000).length).toBeLessThan(40);
  });

  it('does not wait for long behind a guess, nor behind those who were sent away before the domain was free', async () => {
    const limits = limited();
    const leave = await limits.enter(['a.example'], LIMIT);
    now += 60_000;
    const away = await Promise.all(Array.from({ length: 500 }, () => waitOf(limits.enter(['a.example'], LIMIT))));
    expect(away.at(-1)!.retryAfterMs).toBeLessThan(120_000);
    leave();
    const leaveToo = await limits.enter(['a.example'], LIMIT);
    now += 6_000;
    expect(await waitOf(limits.enter(['a.example'], LIMIT))).toEqual({ code: 'domain_busy', retryAfterMs: 1_000 });
    leaveToo();
  });

  it('goes by each server on its own, whoever logs in there', async () => {
    const servers = new ServerLimits();
    const [hanging, sharing, other] = ['smtp://a:b@one.example', 'smtp://c:d@one.example', 'smtp://a:b@two.example'].map((url) =>
      servers.of(url),
    );
    await hanging!.enter(['gmail.com'], LIMIT);
    expect((await waitOf(sharing!.enter(['gmail.com'], LIMIT))).code).toBe('domain_busy');
    hanging!.rest(['gmail.com'], { message: '421 too much' }, null);
    expect((await waitOf(other!.enter(['gmail.com'], LIMIT))).code).toBe('in');
  });

  it('rests when the domain has had too much, longer each time, and begins again with one', async () => {
    const limits = limited();
    const none = { concurrent: 0, perMinute: 0 };
    const enter = () => waitOf(limits.enter(['a.example'], none));
    expect(limits.rest(['a.example'], { message: '421 too much' }, null)).toBe(30_000);
    // Another that was under way says the same: that is once.
    expect(limits.rest(['a.example'], { message: '421 too much' }, null)).toBe(30_000);
    expect(await enter()).toEqual({ code: 'domain_resting', retryAfterMs: 30_000 });
    now += 30_000;
    const leave = await limits.enter(['a.example'], none);
    now += 6_000;
    expect((await enter()).code).toBe('domain_busy');
    leave();
    expect(limits.rest(['a.example'], { message: '421 too much' }, null)).toBe(60_000);
    now += 60_000;
    (await limits.enter(['a.example'], none))();
    limits.served(['a.example']);
    await limits.enter(['a.example'], none);
    expect((await enter()).code).toBe('in');
    expect(limits.rest(['a.example'], { message: '421 too much' }, null)).toBe(30_000);
  });

  it('is limited by default, not by a server on this machine, and as it is set', () => {
    expect(readDomainLimit({}, 'smtps://u:p@smtp.example.com')).toEqual({ concurrent: 2, perMinute: 120 });
    expect(readDomainLimit({}, 'smtp://127.0.0.1:2526')).toEqual({ concurrent: 0, perMinute: 0 });
    expect(readDomainLimit({}, 'smtp://[::1]:2526')).toEqual({ concurrent: 0, perMinute: 0 });
    expect(readDomainLimit({ perDomainConcurrent: 3, perDomainPerMinute: 0 }, 'smtp://localhost')).toEqual({ concurrent: 3, perMinute: 0 });
  });
});
