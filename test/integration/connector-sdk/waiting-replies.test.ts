import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError, RetriableError } from '#runtime';
import { PigeonConnector, PigeonFactory } from '../../../libs/connector-sdk/src/testing/sample/pigeon.connector.js';
import { PigeonLoft } from '../../../libs/connector-sdk/src/testing/sample/pigeon-loft.js';
import { eventually, HostFixture } from './host-fixture.js';
import { inbox, readDeliveries, replyTo, request } from './pigeon-desk.js';

describe('replies that wait, and those behind them', () => {
  let fixture: HostFixture;
  let loft: PigeonLoft;
  beforeEach(async () => {
    fixture = await HostFixture.open();
    loft = new PigeonLoft();
  });
  afterEach(() => fixture.close());

  it('shows on each reply of a conversation why it waits, also behind another, and when the reason changes', async () => {
    let reason: string | null = 'No pigeons';
    class Moody extends PigeonFactory {
      override create(...args: Parameters<PigeonFactory['create']>): PigeonConnector {
        const connector = super.create(...args);
        const send = connector.send.bind(connector);
        connector.send = (reply, attempt) =>
          reason === null
            ? send(reply, attempt)
            : Promise.reject(new ConfigurationError(reason, { code: reason.replaceAll(' ', '_'), hint: 'Buy some.' }));
        return connector;
      }
    }
    const host = await fixture.startHost([new Moody(loft)], { inboxes: [inbox('loft')], connectorHost: { holdRetryMs: 50 } });
    const [first, second, third] = [replyTo('loft', 'one'), replyTo('loft', 'two'), replyTo('loft', 'three')];
    const shown = async () =>
      Promise.all(
        [first, second, third].map(async (reply) => {
          const last = (await readDeliveries(host, reply)).at(-1);
          return `${last?.status} ${last?.error?.code}: ${last?.error?.message}`;
        }),
      );
    const waiting = (why: string) => [
      `queued ${why.replaceAll(' ', '_')}: ${why}`,
      `queued behind_earlier: an earlier answer of this conversation waits: ${why}`,
      `queued behind_earlier: an earlier answer of this conversation waits: ${why}`,
    ];
    await request(host, first);
    await eventually(shown, ([seen]) => seen === waiting('No pigeons')[0]);
    await request(host, second);
    await request(host, third);
    await eventually(shown, (seen) => JSON.stringify(seen) === JSON.stringify(waiting('No pigeons')));
    reason = 'No corn';
    await eventually(shown, (seen) => JSON.stringify(seen) === JSON.stringify(waiting('No corn')));
    reason = null;
    await eventually(shown, (seen) => seen.every((each) => each.startsWith('sent')), 30_000);
    expect(loft.flown).toEqual(['one', 'two', 'three']);
    // Each is told with a later try than before, so that who compares tries follows.
    for (const reply of [second, third]) {
      const tries = (await readDeliveries(host, reply)).map(({ attempt }) => attempt);
      expect(tries).toEqual([...tries].sort((a, b) => a - b));
    }
  });

  it('sends to others while one takes long, and that one once', async () => {
    let free: () => void = () => undefined;
    const freed = new Promise<void>((resolve) => (free = resolve));
    class Slow extends PigeonFactory {
      override create(...args: Parameters<PigeonFactory['create']>): PigeonConnector {
        const connector = super.create(...args);
        const send = connector.send.bind(connector);
        connector.send = async (reply, attempt) => {
          if (reply.parts[0]?.fallback !== 'slow') return send(reply, attempt);
          await attempt.markSending();
          await freed;
          return send(reply, { ...attempt, markSending: () => Promise.resolve() });
        };
        return connector;
      }
    }
    const host = await fixture.startHost([new Slow(loft)], { inboxes: [inbox('loft')] });
    const [slow, next] = [replyTo('loft', 'slow'), replyTo('loft', 'next')];
    await request(host, slow);
    await request(host, next);
    // Two rounds: those of the second are read only when a batch with the slow one is over.
    const others = (round: string) => Array.from({ length: 40 }, (_, index) => [`loft:${index}`, `${round} ${index}`] as const);
    for (const [key, text] of others('first')) await request(host, replyTo('loft', text), key);
    await eventually(
      () => loft.flown.length,
      (seen) => seen === 40,
      30_000,
    );
    for (const [key, text] of others('second')) await request(host, replyTo('loft', text), key);
    await eventually(
      () => loft.flown.length,
      (seen) => seen === 80,
      30_000,
    );
    expect(loft.flown).not.toContain('slow');
    free();
    await eventually(
      () => readDeliveries(host, next),
      (seen) => seen.at(-1)?.status === 'sent',
      30_000,
    );
    expect(loft.flown.slice(-2)).toEqual(['slow', 'next']);
    expect(new Set((await readDeliveries(host, slow)).map(({ status }) => status))).toEqual(new Set(['sending', 'sent']));
  });

  it('shows the reason behind one that took long and then has to wait', async () => {
    let tire: () => void = () => undefined;
    const tired = new Promise<void>((resolve) => (tire = resolve));
    class Tiring extends PigeonFactory {
      override create(...args: Parameters<PigeonFactory['create']>): PigeonConnector {
        const connector = super.create(...args);
        connector.send = async (_reply, attempt) => {
          await attempt.markSending();
          await tired;
          throw new RetriableError('All pigeons are tired', { code: 'remote_busy', retryAfterMs: 60_000 });
        };
        return connector;
      }
    }
    const host = await fixture.startHost([new Tiring(loft)], { inboxes: [inbox('loft')] });
    const [first, second] = [replyTo('loft', 'one'), replyTo('loft', 'two')];
    await request(host, first);
    await request(host, second);
    const known = () => host.database.sql.query<{ status: string }>('select status from sent_commands order by created_at');
    await eventually(known, (rows) => rows.map(({ status }) => status).join() === 'sending,held', 30_000);
    expect(await readDeliveries(host, second)).toEqual([]);
    tire();
    const [told] = await eventually(
      () => readDeliveries(host, second),
      (seen) => seen.length > 0,
    );
    expect(told).toMatchObject({
      status: 'queued',
      error: { code: 'behind_earlier', message: expect.stringContaining('All pigeons are tired') },
    });
  });
});
