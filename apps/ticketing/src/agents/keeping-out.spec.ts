import { describe, expect, it } from '@jest/globals';
import { ManualClock, type PermanentError } from '#runtime';
import { LEAST_LETTERS, Passwords, refuseWeak } from './passwords.js';
import { RequestRate } from './request-rate.js';
import { digestOf, isSameText, makePassword, makeToken } from './secret-text.js';

describe('how often one may ask', () => {
  const clock = new ManualClock();
  /** How many of `tries` at once are taken. */
  const ask = (rate: RequestRate, subject: string, tries: number): number => {
    let taken = 0;
    for (let count = 0; count < tries; count += 1)
      try {
        rate.take(subject);
        taken += 1;
      } catch (error) {
        expect(error).toMatchObject({ code: 'rate_limited', fields: { retryAfterSeconds: 1 } } satisfies Partial<PermanentError>);
      }
    return taken;
  };

  it('300 at once after a rest, then 50 a second', () => {
    const rate = new RequestRate(clock);
    expect(ask(rate, 'key:a', 400)).toBe(300);
    expect(ask(rate, 'key:a', 1)).toBe(0);
    clock.advance(1_000);
    expect(ask(rate, 'key:a', 100)).toBe(50);
    clock.advance(100);
    expect(ask(rate, 'key:a', 100)).toBe(5);
  });

  it('no rest brings more than 300', () => {
    const rate = new RequestRate(clock);
    expect(ask(rate, 'key:a', 10)).toBe(10);
    clock.advance(3_600_000);
    expect(ask(rate, 'key:a', 400)).toBe(300);
  });

  it('of each apart from the others', () => {
    const rate = new RequestRate(clock);
    expect([ask(rate, 'key:a', 400), ask(rate, 'key:b', 400)]).toEqual([300, 300]);
  });

  it('a clock that goes back takes nothing away', () => {
    const rate = new RequestRate(clock);
    expect(ask(rate, 'key:a', 100)).toBe(100);
    clock.advance(-60_000);
    expect(ask(rate, 'key:a', 300)).toBe(200);
  });

  it('remembers ten thousand, and lets all begin anew when there are more', () => {
    const rate = new RequestRate(clock);
    expect(ask(rate, 'first', 300)).toBe(300);
    for (let count = 1; count < 10_000; count += 1) rate.take(`key:${count}`);
    expect(ask(rate, 'first', 1)).toBe(0);
    rate.take('one more');
    expect(ask(rate, 'first', 1)).toBe(1);
  });
});

describe('a password', () => {
  const passwords = new Passwords();
  const weak = expect.objectContaining({ code: 'password_weak' }) as unknown as Error;

  it('lets in whoever knows it, and nobody without a login', async () => {
    const stored = await passwords.hash('correct horse battery');
    expect(stored).toMatch(/^\$argon2id\$v=19\$(?=.*m=19456)(?=.*t=2)(?=.*p=1)/);
    expect(await Promise.all([passwords.verify(stored, 'correct horse battery'), passwords.verify(stored, 'correct horse')])).toEqual([
      true,
      false,
    ]);
    expect(await passwords.verify(null, 'correct horse battery')).toBe(false);
  });

  it('is looked at two at once, and nobody waits for ever', async () => {
    const passwords = new Passwords();
    const stored = await passwords.hash('correct horse battery');
    const all = await Promise.all(
      Array.from({ length: 7 }, (_, index) => passwords.verify(stored, index % 2 === 0 ? 'correct horse battery' : 'wrong')),
    );
    expect(all).toEqual([true, false, true, false, true, false, true]);
  });

  it('of more than 1024 letters is nobody’s', async () => {
    const long = 'x'.repeat(1_024);
    const [fits, over] = [await passwords.hash(long), await passwords.hash(`${long}x`)];
    expect([await passwords.verify(fits, long), await passwords.verify(over, `${long}x`)]).toEqual([true, false]);
  });

  it('has 10 to 1024 letters', () => {
    for (const good of ['x'.repeat(LEAST_LETTERS), 'x'.repeat(1_024)]) expect(() => refuseWeak(good)).not.toThrow();
    for (const bad of ['', 'x'.repeat(LEAST_LETTERS - 1), 'x'.repeat(1_025)]) expect(() => refuseWeak(bad)).toThrow(weak);
  });
});

describe('what nobody can guess', () => {
  it('a token has 256 bits, as letters that may stand anywhere', () => {
    const tokens = new Set(Array.from({ length: 100 }, makeToken));
    expect(tokens.size).toBe(100);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  });

  it('a password that somebody has to copy has 100 bits, in groups, without letters that look alike', () => {
    const made = Array.from({ length: 200 }, makePassword);
    expect(new Set(made).size).toBe(200);
    for (const one of made) expect(one).toMatch(/^[a-km-np-z2-9]{5}(-[a-km-np-z2-9]{5}){3}$/);
    expect(new Set(made.join('').replaceAll('-', '')).size).toBe(32);
  });

  it('is stored by its digest, and compared whole', () => {
    expect(digestOf('token')).toBe('3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0');
    expect([isSameText('a key', 'a key'), isSameText('a key', 'a key '), isSameText('', 'a key')]).toEqual([true, false, false]);
  });
});
