import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConnectorFactory } from '#connector-sdk';
import { Topics, type EventData, type EventId, type InboxId, type InboxRef } from '#contracts';
import { RetriableError } from '#runtime';
import { PigeonFactory } from '../../../libs/connector-sdk/src/testing/sample/pigeon.connector.js';
import { PigeonLoft } from '../../../libs/connector-sdk/src/testing/sample/pigeon-loft.js';
import { eventually, HostFixture, readTopic, type RunningHost } from './host-fixture.js';
import { inbox, readMessages, readStates } from './pigeon-desk.js';

type Asked = 'inbox.switch_requested.v1' | 'inbox.listing_requested.v1' | 'inbox.fetch_requested.v1';

async function ask<T extends Asked>({ bus }: RunningHost, type: T, data: EventData<T>): Promise<void> {
  const time = new Date().toISOString();
  const about = { specversion: '1.0', source: '/ticketing', datacontenttype: 'application/json' } as const;
  const envelope = { ...about, id: randomUUID() as EventId, type, time, data };
  await bus.append([{ topic: Topics.outboundMessages('pigeon'), key: data.inboxId, envelope }]);
}

async function answers<T extends 'inbox.listed.v1' | 'inbox.fetched.v1'>({ bus }: RunningHost, type: T): Promise<EventData<T>[]> {
  const all = await readTopic<T>(bus, Topics.connectorStates);
  return all.filter(({ record }) => record.envelope.type === type).map(({ data }) => data);
}

describe('what an operator orders of an inbox', () => {
  const inboxId = 'loft' as InboxId;
  let fixture: HostFixture;
  let loft: PigeonLoft;
  beforeEach(async () => {
    fixture = await HostFixture.open();
    loft = new PigeonLoft();
  });
  afterEach(() => fixture.close());

  const start = (more: Record<string, unknown> = {}, factory: ConnectorFactory = new PigeonFactory(loft)) =>
    fixture.startHost([factory], { inboxes: [inbox('loft', more)] });
  const land = (id: string) => loft.land({ id, from: 'ada', kind: 'text', text: id, writtenAt: '2026-03-02T08:00:00.000Z' });
  const order = (host: RunningHost, what: 'stop' | 'start' | 'restart', at = new Date().toISOString()) =>
    ask(host, 'inbox.switch_requested.v1', {
      ...{ inboxId, order: what, at, by: { kind: 'agent', displayName: 'Ada' } },
      ...(what === 'stop' ? { reason: 'a loop' } : {}),
    });
  const stateOf = (host: RunningHost) => host.works.crew.states.get(inboxId);
  const until = (host: RunningHost, state: string) =>
    eventually(
      () => stateOf(host),
      (seen) => seen?.state === state,
    );

  it('stops it with who and why, keeps it so over a restart and a new configuration, and loses nothing when it starts again', async () => {
    const first = await start();
    await until(first, 'connecting');
    const at = new Date().toISOString();
    await order(first, 'stop', at);
    await until(first, 'stopped');
    expect(stateOf(first)?.detail).toBe('Stopped by Ada: a loop');
    const [told] = (
      await eventually(
        () => readStates(first, 'loft'),
        (seen) => seen.at(-1)?.inbox?.stopped !== undefined,
      )
    ).slice(-1);
    expect(told?.inbox).toMatchObject({ stopped: { at, by: 'Ada', reason: 'a loop' }, obeyedAt: at });
    land('n-1');
    await first.stop();
    const still: unknown[] = [];
    const factory: ConnectorFactory = Object.assign(new PigeonFactory(loft), {
      standStill: (ref: InboxRef, config: unknown) => void still.push([ref.id, config]),
    });
    const second = await start({ address: 'loft@roof' }, factory);
    await until(second, 'stopped');
    expect(await readMessages(second)).toEqual([]);
    // A door that it shares with others knows of it without its having run here.
    expect(still).toEqual([['loft', expect.objectContaining({ address: 'loft@roof' })]]);
    // Who calls is asked to come again, not told that there is nobody.
    expect(() => second.works.crew.findDoorway('loft')).toThrow(RetriableError);
    await order(second, 'start');
    const messages = await eventually(
      () => readMessages(second),
      (seen) => seen.length > 0,
    );
    expect(messages.map(({ remoteMessageId }) => remoteMessageId)).toEqual(['n-1']);
    expect((await readStates(second, 'loft')).at(-1)?.inbox?.stopped).toBeUndefined();
  });

  it('obeys the newest order only: one that comes late, or twice, changes nothing', async () => {
    const host = await start();
    await until(host, 'connecting');
    const early = new Date(Date.now() - 1_000).toISOString();
    await order(host, 'start');
    await order(host, 'stop', early);
    await order(host, 'restart');
    await eventually(
      () => host.database.sql.query<{ version: number }>('select version from connector_inboxes'),
      ([row]) => row?.version === 3,
    );
    expect(stateOf(host)?.state).not.toBe('stopped');
  });

  it('starts one anew that waits for its next try', async () => {
    let tries = 0;
    class Failing extends PigeonFactory {
      override create(...args: Parameters<PigeonFactory['create']>) {
        const connector = super.create(...args);
        const begin = connector.start.bind(connector);
        connector.start = (context) => ((tries += 1) === 1 ? Promise.reject(new Error('no roof')) : begin(context));
        return connector;
      }
    }
    const host = await fixture.startHost([new Failing(loft)], {
      inboxes: [inbox('loft')],
      connectorHost: { restartBackoffMs: [600_000] },
    });
    await until(host, 'degraded');
    await order(host, 'restart');
    land('n-1');
    await eventually(
      () => readMessages(host),
      (seen) => seen.length === 1,
    );
    expect(tries).toBe(2);
  });

  it('says what its remote holds under the names that the log has, who wrote a few of them, and takes one again under its old id', async () => {
    const host = await start();
    land('n-1');
    land('n-2');
    const messages = await eventually(
      () => readMessages(host),
      (seen) => seen.length === 2,
    );
    const requestId = randomUUID();
    await ask(host, 'inbox.listing_requested.v1', { requestId, inboxId });
    const [listed] = await eventually(
      () => answers(host, 'inbox.listed.v1'),
      (seen) => seen.length === 1,
    );
    expect(listed).toMatchObject({ requestId, described: false, part: 1, last: true, leftOut: [] });
    expect(listed!.messages.map(({ ref }) => ref)).toEqual(messages.map(({ deliveryId }) => deliveryId));
    const refs = [messages[1]!.deliveryId];
    await ask(host, 'inbox.listing_requested.v1', { requestId, inboxId, refs });
    await eventually(
      () => answers(host, 'inbox.listed.v1'),
      (seen) => seen.some(({ described, messages: some }) => described && some.length === 1 && some[0]!.sender === 'ada'),
    );
    await ask(host, 'inbox.fetch_requested.v1', { requestId, inboxId, refs: [...refs, 'note:never'] });
    const [fetched] = await eventually(
      () => answers(host, 'inbox.fetched.v1'),
      (seen) => seen.length === 1,
    );
    expect(fetched).toMatchObject({ requestId, taken: refs, gone: ['note:never'] });
    const all = await readMessages(host);
    expect(all.map(({ id }) => id)).toEqual([messages[0]!.id, messages[1]!.id, messages[1]!.id]);
  });

  it('says why it cannot say what its remote holds', async () => {
    const host = await start();
    await until(host, 'connecting');
    await order(host, 'stop');
    await until(host, 'stopped');
    await ask(host, 'inbox.listing_requested.v1', { requestId: randomUUID(), inboxId });
    const [listed] = await eventually(
      () => answers(host, 'inbox.listed.v1'),
      (seen) => seen.length === 1,
    );
    expect(listed).toMatchObject({ last: true, messages: [], failure: { message: expect.stringContaining('Stopped by Ada') } });
  });

  it('answers once, however long it takes, and does not hold up others meanwhile', async () => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    let asked = 0;
    class Slow extends PigeonFactory {
      override create(...args: Parameters<PigeonFactory['create']>) {
        const connector = super.create(...args);
        const list = connector.listHeld.bind(connector);
        connector.listHeld = async function* () {
          asked += 1;
          await opened;
          yield* list();
        };
        return connector;
      }
    }
    const host = await start({}, new Slow(loft));
    await until(host, 'connecting');
    await ask(host, 'inbox.listing_requested.v1', { requestId: randomUUID(), inboxId });
    await eventually(
      () => host.database.sql.query('select 1 from parked_records'),
      (seen) => seen.length === 1,
    );
    open();
    await eventually(
      () => host.database.sql.query('select 1 from parked_records'),
      (seen) => seen.length === 0,
    );
    expect(asked).toBe(1);
    expect(await answers(host, 'inbox.listed.v1')).toHaveLength(1);
  });
});
