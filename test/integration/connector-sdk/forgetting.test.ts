import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConnectorContext, ForgettingConnector } from '#connector-sdk';
import { Topics, type ConversationErased, type EventId, type InboxId } from '#contracts';
import { advisoryKeyOf } from '#database';
import { SystemClock } from '#runtime';
import { TranscriptRepository } from '../../../libs/connector-sdk/src/host/context/transcript.repository.js';
import { PigeonFactory, type PigeonConnector } from '../../../libs/connector-sdk/src/testing/sample/pigeon.connector.js';
import { PigeonLoft } from '../../../libs/connector-sdk/src/testing/sample/pigeon-loft.js';
import { eventually, HostFixture, type RunningHost } from './host-fixture.js';
import { inbox } from './pigeon-desk.js';

/** A loft that keeps more than its transcript, and has conversations open. */
class KeepingFactory extends PigeonFactory {
  context: ConnectorContext | null = null;
  readonly forgotten: string[] = [];
  override readonly descriptor = {
    ...new PigeonFactory(new PigeonLoft()).descriptor,
    alsoKept: ({ remoteMessageIds }: ConversationErased) => ({
      transcripts: remoteMessageIds.map((id) => `call:${id}`),
      lines: remoteMessageIds.map((id) => ({ transcript: 'owed', idPrefix: `${id}/` })),
    }),
  };

  override create(...args: Parameters<PigeonFactory['create']>): PigeonConnector & ForgettingConnector {
    const connector = super.create(...args);
    const start = connector.start.bind(connector);
    connector.start = (context) => {
      this.context = context;
      return start(context);
    };
    return Object.assign(connector, {
      forgetConversation: ({ conversationKey }: { conversationKey: string }) => void this.forgotten.push(conversationKey),
    });
  }
}

const DAY_MS = 86_400_000;

async function tellErased({ bus }: RunningHost, erased: Partial<ConversationErased> = {}, id: string = randomUUID()): Promise<void> {
  const time = new Date().toISOString();
  const data = { inboxId: 'loft', conversationKey: 'loft:ada', erasedAt: time, remoteMessageIds: [], ...erased };
  const about = { specversion: '1.0', source: '/ticketing', datacontenttype: 'application/json' } as const;
  await bus.append([
    {
      topic: Topics.outboundMessages('pigeon'),
      key: 'loft:ada',
      envelope: { ...about, id: id as EventId, type: 'conversation.erased.v1', time, data },
    },
  ]);
}

describe('what connectors keep', () => {
  let fixture: HostFixture;
  let factory: KeepingFactory;
  beforeEach(async () => {
    fixture = await HostFixture.open();
    factory = new KeepingFactory(new PigeonLoft());
  });
  afterEach(() => fixture.close());
  const start = (inboxes: readonly object[] = [inbox('loft')], factories = [factory]) => fixture.startHost(factories, { inboxes });
  const say = (key: string, id: string) =>
    factory.context!.transcript(key).append({ id, direction: 'inbound', body: { secret: `of ${key}` } });
  const textOf = async ({ database }: RunningHost) => {
    const tables = ['transcript_lines', 'connector_state', 'sent_commands'];
    const rows = await Promise.all(tables.map((table) => database.sql.query<{ row: string }>(`select t::text as row from ${table} t`)));
    return rows
      .flat()
      .map(({ row }) => row)
      .join('\n');
  };
  const told = (count: number) =>
    eventually(
      () => factory.forgotten,
      (forgotten) => forgotten.length >= count,
    );

  it('goes when a person is taken out: his lines, his state, what is kept under other names; what others have stays', async () => {
    const host = await start();
    const { state } = factory.context!;
    for (const key of ['loft:ada', 'call:7', 'loft:zoe', 'call:71']) await say(key, 'one');
    await say('owed', '7/record');
    await say('owed', '71/record');
    for (const conversationKey of ['loft:ada', 'loft:zoe'])
      await factory
        .context!.transcript('#media')
        .append({ id: conversationKey, direction: 'inbound', body: { conversationKey, media: { fileName: `of ${conversationKey}.pdf` } } });
    await state.set('profile:ada', { name: 'of loft:ada' }, { conversationKey: 'loft:ada' });
    await state.set('profile:zoe', { name: 'of loft:zoe' }, { conversationKey: 'loft:zoe' });
    await state.set('cursor', 12);
    await tellErased(host, { remoteMessageIds: ['7'] });
    expect(await told(1)).toEqual(['loft:ada']);
    expect(await factory.context!.transcript('loft:ada').since(0)).toEqual([]);
    expect(await factory.context!.transcript('call:7').since(0)).toEqual([]);
    expect((await factory.context!.transcript('owed').since(0)).map(({ id }) => id)).toEqual(['71/record']);
    expect((await factory.context!.transcript('#media').since(0)).map(({ id }) => id)).toEqual(['loft:zoe']);
    expect([await state.get('profile:ada'), await state.get('profile:zoe'), await state.get('cursor')]).toMatchObject([null, {}, 12]);
    const left = await textOf(host);
    expect([left.includes('of loft:ada'), left.includes('of loft:zoe'), left.includes('of call:71')]).toEqual([false, true, true]);
  });

  it('is erased once: told again, what was said since stays, and numbers go on', async () => {
    const host = await start();
    await say('loft:ada', 'one');
    await say('loft:ada', 'two');
    const erasedAt = new Date().toISOString();
    await tellErased(host, { erasedAt }, 'the same');
    await told(1);
    const transcript = factory.context!.transcript('loft:ada');
    expect(await transcript.extent()).toEqual({ head: 2, forgotten: 2 });
    expect(await say('loft:ada', 'one')).toEqual({ seq: 3, repeated: false });
    await tellErased(host, { erasedAt }, 'the same');
    await told(2);
    expect((await transcript.since(0)).map(({ seq }) => seq)).toEqual([3]);
    expect(await transcript.extent()).toEqual({ head: 3, forgotten: 2 });
  });

  it('is erased where the inbox does not run, and after the database was away', async () => {
    const host = await start();
    await say('loft:ada', 'one');
    await say('call:7', 'one');
    await host.stop();
    const idle = await start([inbox('loft', { enabled: false })]);
    await tellErased(idle, { remoteMessageIds: ['7'] });
    idle.link.cut();
    await new Promise((resolve) => setTimeout(resolve, 100));
    idle.link.restore();
    await eventually(
      () => textOf(idle),
      (text) => !text.includes('of loft:ada') && !text.includes('of call:7'),
    );
  });

  it('is pruned when nobody added to it for long, with its state; numbers go on, what is over is not there', async () => {
    const host = await start();
    const { state } = factory.context!;
    const transcript = (key: string) => factory.context!.transcript(key);
    for (let at = 0; at < 70; at += 1) await say(`old:${at}`, 'one');
    for (let at = 0; at < 1_200; at += 1) await transcript('old:long').append({ id: `${at}`, direction: 'inbound', body: null });
    await say('loft:zoe', 'one');
    await state.set('of old', 1, { conversationKey: 'old:1' });
    await state.set('over', 1, { expiresAt: new Date(Date.now() - 1) });
    await state.set('later', 1, { expiresAt: new Date(Date.now() + DAY_MS) });
    await host.database.sql.query(`update transcripts set touched_on = touched_on - 401 where conversation_key like 'old:%'`);
    expect(await state.get('over')).toBeNull();
    await host.works.forgetOld(new AbortController().signal);
    const [lines] = await host.database.sql.query<{ count: string }>('select count(*) from transcript_lines');
    expect(Number(lines!.count)).toBe(1);
    expect(await transcript('old:long').extent()).toEqual({ head: 1_200, forgotten: 1_200 });
    expect(await say('old:1', 'one')).toEqual({ seq: 2, repeated: false });
    const keys = await host.database.sql.query<{ key: string }>('select key from connector_state order by key');
    expect(keys.map(({ key }) => key)).toEqual(['later']);
    await host.works.forgetOld(new AbortController().signal);
    expect((await transcript('old:1').since(0)).map(({ seq }) => seq)).toEqual([2]);
  });

  it('of inboxes that are read meanwhile is pruned by one process at a time', async () => {
    const host = await start();
    await factory.context!.state.set('over', 1, { expiresAt: new Date(Date.now() - 1) });
    await host.database.run(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1::bigint)', [advisoryKeyOf('connector-forgetting')]);
      await host.works.forgetOld(new AbortController().signal);
      expect(await host.database.sql.query('select from connector_state')).toHaveLength(1);
    });
    await host.works.forgetOld(new AbortController().signal);
    expect(await host.database.sql.query('select from connector_state')).toHaveLength(0);
  });

  it('lets a line be appended without touching an index of its head, but for the first of a day', async () => {
    const host = await start();
    await host.database.run(async (transaction) => {
      const transcript = new TranscriptRepository({ sql: transaction }, new SystemClock()).of('loft' as InboxId, 'loft:ada');
      for (let at = 0; at < 20; at += 1) await transcript.append({ id: `${at}`, direction: 'inbound', body: null });
      const [row] = await transaction.query<{ updates: string; hot: string }>(
        `select n_tup_upd as updates, n_tup_hot_upd as hot from pg_stat_xact_user_tables where relname = 'transcripts'`,
      );
      expect(row).toEqual({ updates: '19', hot: '19' });
    });
  });
});
