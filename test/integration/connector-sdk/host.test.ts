import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboundMessage, InboxId } from '#contracts';
import { PigeonFactory } from '../../../libs/connector-sdk/src/testing/sample/pigeon.connector.js';
import { PigeonLoft } from '../../../libs/connector-sdk/src/testing/sample/pigeon-loft.js';
import { eventually, HostFixture, type RunningHost } from './host-fixture.js';
import { inbox, readMessages, readStates } from './pigeon-desk.js';

describe('the connector host on a real database and log', () => {
  let fixture: HostFixture;
  let loft: PigeonLoft;
  beforeEach(async () => {
    fixture = await HostFixture.open();
    loft = new PigeonLoft();
  });
  afterEach(() => fixture.close());

  const start = (inboxes: Record<string, unknown>[], given: Record<string, unknown> = {}) =>
    fixture.startHost([new PigeonFactory(loft)], { inboxes, ...given });
  const land = (id: string, text = 'hello', from = 'ada') =>
    loft.land({ id, from, kind: 'text', text, writtenAt: '2026-03-02T08:00:00.000Z' });

  it('brings messages with their bytes onto the log, and again after a restart from where it was', async () => {
    const first = await start([inbox('loft', { address: 'loft@roof', numberCode: 'PIG' })]);
    land('n-1');
    land('n-2', 'more');
    const messages = await eventually(
      () => readMessages(first),
      (seen) => seen.length === 2,
    );
    expect(messages.map(({ newText }) => newText)).toEqual(['hello', 'more']);
    const [blob] = await first.database.sql.query<{ n: number }>('select count(*)::int as n from blobs');
    expect(blob?.n).toBe(2);
    const states = await eventually(
      () => readStates(first, 'loft'),
      (seen) => seen.some(({ state }) => state === 'connected'),
    );
    expect(states.at(-1)).toMatchObject({ inbox: { address: 'loft@roof', numberCode: 'PIG' }, capabilities: { out: ['text'] } });
    await first.stop();
    land('n-3', 'while you slept');
    const second = await start([inbox('loft', { address: 'loft@roof', numberCode: 'PIG' })]);
    const all = await eventually(
      () => readMessages(second),
      (seen) => seen.length >= 3,
    );
    expect(all.map(({ remoteMessageId }) => remoteMessageId)).toEqual(['n-1', 'n-2', 'n-3']);
  });

  it('starts, changes and stops one inbox without touching the others', async () => {
    const first = await start([inbox('a'), inbox('b'), inbox('wrong', { password: 7 })]);
    await eventually(
      () => readStates(first, 'b'),
      (seen) => seen.some(({ state }) => state === 'connecting'),
    );
    expect((await readStates(first, 'wrong')).at(-1)).toMatchObject({ state: 'stopped', hint: expect.stringContaining('id: wrong') });
    expect(JSON.stringify(await first.database.sql.query('select settings from connector_inboxes'))).not.toContain('corn');
    const versionsOf = (host: RunningHost) =>
      host.database.sql.query('select id, version, removed_at is not null as removed from connector_inboxes order by id');
    await first.stop();
    const second = await start([inbox('a'), inbox('b', { password: 'barley' })]);
    expect(await versionsOf(second)).toEqual([
      { id: 'a', version: 1, removed: false },
      { id: 'b', version: 2, removed: false },
      { id: 'wrong', version: 2, removed: true },
    ]);
    await eventually(
      () => readStates(second, 'wrong'),
      (seen) => seen.at(-1)?.inbox?.removed === true,
    );
    land('n-1');
    await eventually(
      () => readStates(second, 'a'),
      (seen) => seen.some(({ state }) => state === 'connected'),
    );
    await eventually(
      () => readStates(second, 'b'),
      (seen) => seen.at(-1)?.state === 'bad_credentials',
    );
    expect(await second.health.run()).toMatchObject({
      ok: true,
      checks: { inboxes: { detail: expect.stringContaining('b: bad_credentials') } },
    });
    await second.database.sql.query(`update connector_inboxes set enabled = false, version = version + 1 where id = 'a'`);
    await eventually(
      () => readStates(second, 'a'),
      (seen) => seen.at(-1)?.state === 'stopped',
    );
  });

  it('lets one of two processes follow an account; the other takes over', async () => {
    const first = await start([inbox('loft')]);
    land('n-1');
    await eventually(
      () => readMessages(first),
      (seen) => seen.length === 1,
    );
    const second = await start([inbox('loft')]);
    land('n-2');
    await eventually(
      () => readMessages(first),
      (seen) => seen.length === 2,
    );
    await first.stop();
    land('n-3');
    const all = await eventually(
      () => readMessages(second),
      (seen) => seen.length >= 3,
    );
    expect(all.map(({ remoteMessageId }: InboundMessage) => remoteMessageId)).toEqual(['n-1', 'n-2', 'n-3']);
  });

  it('acknowledges nothing while the database is away, and takes it when it is back', async () => {
    const host = await start([inbox('loft')], { connectorHost: { acceptTimeoutMs: 1_000, leaseHeartbeatMs: 100, leaseTakeOverMs: 1_000 } });
    land('n-1');
    await eventually(
      () => readMessages(host),
      (seen) => seen.length === 1,
    );
    host.link.cut();
    land('n-2', 'in the dark');
    await eventually(
      () => host.works.crew.states.get('loft' as InboxId),
      (seen) => seen?.state === 'degraded',
    );
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    host.link.restore();
    const all = await eventually(
      async () => readMessages(host).catch(() => []),
      (seen) => seen.some(({ newText }) => newText === 'in the dark'),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(2);
    await eventually(
      () => readStates(host, 'loft'),
      (seen) => seen.at(-1)?.state === 'connected',
    );
  });

  it('keeps a transcript in order, each line once', async () => {
    const { works } = await start([]);
    const transcript = works.parts.transcripts.of('loft' as InboxId, 'c');
    const line = (id: string) => transcript.append({ id, direction: 'inbound', body: { text: id } });
    const seqs = await Promise.all(['a', 'b', 'c', 'a'].map(line));
    expect(new Set(seqs.map(({ seq }) => seq))).toEqual(new Set([1, 2, 3]));
    expect(seqs[0]?.seq).toBe(seqs[3]?.seq);
    expect(await line('b')).toMatchObject({ repeated: true });
    expect((await transcript.since(1)).map(({ seq }) => seq)).toEqual([2, 3]);
  });
});
