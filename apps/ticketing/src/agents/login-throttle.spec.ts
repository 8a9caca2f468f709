import { describe, expect, it } from '@jest/globals';
import type { Database } from '#database';
import type { Clock } from '#runtime';
import { LoginThrottle } from './login-throttle.js';

const NOW = new Date('2026-03-02T10:00:00Z');
const MINUTE = 60_000;

/** What the table would say after this try; what is asked is kept. */
function open(failures: Readonly<Record<string, number>>, startedAt = NOW) {
  const asked: { sql: string; values: unknown[] }[] = [];
  const query = (sql: string, values: unknown[] = []) => {
    asked.push({ sql, values });
    return Promise.resolve(
      (values[0] as string[]).map?.((subject) => ({ subject, failures: failures[subject] ?? 1, window_started_at: startedAt })) ?? [],
    );
  };
  const throttle = new LoginThrottle({ sql: { query } } as unknown as Database, { now: () => NOW } as Clock);
  return { throttle, asked };
}

describe('failed logins', () => {
  it('are counted of the account and of the address before a try is looked at', async () => {
    const { throttle, asked } = open({});
    await throttle.enter('ann@example.com', '203.0.113.5');
    expect(asked[0]!.values).toEqual([['address:203.0.113.5', 'account:ann@example.com'], NOW, new Date(NOW.getTime() - 15 * MINUTE)]);
    const nobody = open({});
    await nobody.throttle.enter(null, '203.0.113.5');
    expect(nobody.asked[0]!.values[0]).toEqual(['address:203.0.113.5']);
  });

  it('are enough after ten of an account and fifty of an address in a quarter of an hour, and say until when', async () => {
    const started = new Date(NOW.getTime() - 5 * MINUTE);
    await open({ 'account:ann': 10, 'address:a': 50 }, started).throttle.enter('ann', 'a');
    for (const failures of [{ 'account:ann': 11 }, { 'address:a': 51 }] as Record<string, number>[])
      await expect(open(failures, started).throttle.enter('ann', 'a')).rejects.toMatchObject({
        code: 'rate_limited',
        message: 'too many failed logins',
        hint: expect.stringContaining('reset-password'),
        fields: { retryAfterSeconds: 600 },
      });
    const late = new Date(NOW.getTime() - 15 * MINUTE);
    await expect(open({ 'account:ann': 11 }, late).throttle.enter('ann', 'a')).rejects.toMatchObject({ fields: { retryAfterSeconds: 1 } });
  });

  it('begin afresh for an account that came in, and one less for its address', async () => {
    const { throttle, asked } = open({});
    await throttle.forgive('ann', 'a');
    expect(asked.map(({ values }) => values)).toEqual([['account:ann', new Date(NOW.getTime() - 15 * MINUTE)], [['address:a']]]);
    const nobody = open({});
    await nobody.throttle.forgive(null, 'a');
    expect(nobody.asked[0]!.values[0]).toBe('');
  });

  it('are none while a try is not over', async () => {
    const { throttle, asked } = open({});
    await throttle.leave('x'.repeat(400), 'a');
    expect(asked.map(({ values }) => values)).toEqual([[['address:a', `account:${'x'.repeat(320)}`]]]);
  });
});
