import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Topics, type EventId, type ReplyRequested } from '#contracts';
import { PigeonFactory } from '../../../libs/connector-sdk/src/testing/sample/pigeon.connector.js';
import { PigeonLoft } from '../../../libs/connector-sdk/src/testing/sample/pigeon-loft.js';
import { eventually, HostFixture, type RunningHost } from './host-fixture.js';
import { inbox, readDeliveries, replyTo, request } from './pigeon-desk.js';

/** As ticketing asks: under the command's own key. */
async function takeBack({ bus }: RunningHost, { commandId, inboxId, conversationKey }: ReplyRequested): Promise<void> {
  const head = { specversion: '1.0', id: randomUUID() as EventId, source: '/ticketing', datacontenttype: 'application/json' } as const;
  const data = { commandId, inboxId, ...(conversationKey === undefined ? {} : { conversationKey }) };
  const envelope = { ...head, type: 'reply.recall_requested.v1' as const, time: new Date().toISOString(), data };
  await bus.append([{ topic: Topics.outboundMessages('pigeon'), key: commandId, envelope }]);
}

describe('replies taken back through the host, on a real database and log', () => {
  let fixture: HostFixture;
  let loft: PigeonLoft;
  beforeEach(async () => {
    fixture = await HostFixture.open();
    loft = new PigeonLoft();
  });
  afterEach(() => fixture.close());

  const start = (factory = new PigeonFactory(loft)) =>
    fixture.startHost([factory], { inboxes: [inbox('loft')], connectorHost: { holdRetryMs: 50 } });
  const statuses = async (host: RunningHost, reply: ReplyRequested) => (await readDeliveries(host, reply)).map(({ status }) => status);
  const ends = (host: RunningHost, reply: ReplyRequested, status: string) =>
    eventually(
      () => statuses(host, reply),
      (seen) => seen.at(-1) === status,
    );

  it('one that waits is kept from leaving, although its conversation is held; one that was sent is asked back', async () => {
    const host = await start();
    const sent = replyTo('loft', 'sent');
    await request(host, sent);
    await ends(host, sent, 'sent');
    const send = loft.send.bind(loft);
    loft.send = () => 'tired';
    const [held, behind] = [replyTo('loft', 'held'), replyTo('loft', 'behind')];
    await request(host, held);
    await eventually(
      () => statuses(host, held),
      (seen) => seen.includes('queued'),
    );
    await request(host, behind);
    await takeBack(host, behind);
    await takeBack(host, sent);
    expect((await ends(host, behind, 'cancelled')).includes('sending')).toBe(false);
    expect(await ends(host, sent, 'recalled')).toEqual(['sending', 'sent', 'recalled']);
    loft.send = send;
    await ends(host, held, 'sent');
    expect(loft.flown).toEqual(['sent', 'held']);
    expect([...loft.calledBack]).toEqual([1]);
  });

  it('one that was being asked back when the process was killed is asked for again, and told once', async () => {
    const attempts: number[] = [];
    class Slow extends PigeonFactory {
      override create(...args: Parameters<PigeonFactory['create']>) {
        const connector = super.create(...args);
        const recall = connector.recall.bind(connector) as (about: never) => ReturnType<typeof connector.recall>;
        connector.recall = (about, attempt = 0) => {
          attempts.push(attempt);
          // The first call takes effect, and its answer never comes.
          const done = recall(about as never);
          return attempts.length === 1 ? new Promise(() => undefined) : done;
        };
        return connector;
      }
    }
    const before = await start(new Slow(loft));
    const reply = replyTo('loft', 'goes');
    await request(before, reply);
    await ends(before, reply, 'sent');
    await takeBack(before, reply);
    await eventually(
      () => Promise.resolve(attempts.length),
      (count) => count === 1,
    );
    await before.stop();
    const after = await start(new Slow(loft));
    await ends(after, reply, 'recalled');
    expect(attempts).toEqual([1, 2]);
    expect((await statuses(after, reply)).filter((status) => status === 'recalled')).toHaveLength(1);
  });
});
