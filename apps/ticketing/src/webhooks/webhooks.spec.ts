import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { MOST_TRIES, nextTry, readRetryAfter } from './retry-schedule.js';
import { makeWebhookSecret, signWebhook } from './sign-webhook.js';

const now = new Date('2026-03-02T09:00:00.000Z');

describe('the signature of a webhook', () => {
  it('is that of the specification’s own example', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const headers = signWebhook('msg_p5jXN8AQM9LWM0D4loKWxJek', new Date(1614265330_000), '{"test": 2432232314}', [secret]);
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is one for each secret while a new one takes over', () => {
    const secrets = [makeWebhookSecret(), makeWebhookSecret()];
    const signatures = signWebhook('m', now, '{}', secrets)['webhook-signature'].split(' ');
    const words = `m.${Math.floor(now.getTime() / 1000)}.{}`;
    expect(signatures).toEqual(
      secrets.map(
        (secret) =>
          `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
            .update(words)
            .digest('base64')}`,
      ),
    );
  });
});

describe('a failed try', () => {
  it('is made again over more than three days, then given up', () => {
    const waits = Array.from({ length: MOST_TRIES - 1 }, (_, index) => nextTry(index + 1, now, 0)!.getTime() - now.getTime());
    expect(waits[0]).toBe(5_000);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3 * 86_400_000);
    expect(nextTry(MOST_TRIES, now, 0)).toBeNull();
  });

  it('waits as long as the endpoint asks, within reason, and never all at once', () => {
    const wait = (spread: number, wish: number | null = null) => nextTry(1, now, spread, wish)!.getTime() - now.getTime();
    expect([wait(0), wait(1), wait(0, 60_000), wait(0, 86_400_000)]).toEqual([5_000, 5_500, 60_000, 6 * 3_600_000]);
    expect(readRetryAfter('120', now)).toBe(120_000);
    expect(readRetryAfter('Mon, 02 Mar 2026 09:01:00 GMT', now)).toBe(60_000);
    expect([readRetryAfter('soon', now), readRetryAfter(undefined, now)]).toEqual([null, null]);
  });
});
