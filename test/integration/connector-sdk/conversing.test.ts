import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConnectorContext, StateShowingConnector, TypingConnector } from '#connector-sdk';
import { Topics, TYPING_CHANNEL, type ConversationStateChanged, type EventId, type InboxId, type Typing } from '#contracts';
import { RetriableError } from '#runtime';
import { PigeonConnector, PigeonFactory } from '../../../libs/connector-sdk/src/testing/sample/pigeon.connector.js';
import { PigeonLoft } from '../../../libs/connector-sdk/src/testing/sample/pigeon-loft.js';
import { eventually, HostFixture, type RunningHost } from './host-fixture.js';
import { inbox, replyTo, request } from './pigeon-desk.js';

/** A loft that writes on a board what it was told besides letters. */
class BoardFactory extends PigeonFactory {
  readonly board: string[] = [];
  readonly ids: string[] = [];
  refuseOnce = false;
  context: ConnectorContext | null = null;

  override create(...args: Parameters<PigeonFactory['create']>): PigeonConnector & StateShowingConnector & TypingConnector {
    const connector = super.create(...args);
    const [start, send] = [connector.start.bind(connector), connector.send.bind(connector)];
    connector.start = (context) => {
      this.context = context;
      context.notes.hear(
        (note) => this.board.push(`note ${JSON.stringify(note)}`),
        () => this.board.push('missed'),
      );
      return start(context);
    };
    connector.send = async (reply, attempt) => {
      const result = await send(reply, attempt);
      this.board.push(`letter ${reply.parts[0]!.fallback}`);
      return result;
    };
    return Object.assign(connector, {
      showState: (change: ConversationStateChanged, about: { id: string }) => {
        if (this.refuseOnce) {
          this.refuseOnce = false;
          return Promise.reject(new RetriableError('the board is wet', { code: 'board_wet' }));
        }
        this.ids.push(about.id);
        this.board.push(`${change.state} ${change.position ?? ''}`.trim());
        return Promise.resolve();
      },
      showTyping: (typing: Typing) => void this.board.push(`typing ${typing.name} ${typing.on}`),
    });
  }
}

async function tellState({ bus }: RunningHost, change: Partial<ConversationStateChanged>, id = randomUUID()): Promise<void> {
  const data = { inboxId: 'loft', conversationKey: 'loft:ada', ...change };
  const time = new Date().toISOString();
  const type = 'conversation.state_changed.v1';
  const about = { specversion: '1.0', source: '/ticketing', datacontenttype: 'application/json' } as const;
  await bus.append([
    { topic: Topics.outboundMessages('pigeon'), key: 'loft:ada', envelope: { ...about, id: id as EventId, type, time, data } },
  ]);
}

describe('what a host brings between agents and contacts besides messages', () => {
  let fixture: HostFixture;
  let factory: BoardFactory;
  beforeEach(async () => {
    fixture = await HostFixture.open();
    factory = new BoardFactory(new PigeonLoft());
  });
  afterEach(() => fixture.close());
  const start = (of = factory) => fixture.startHost([of], { inboxes: [inbox('loft')] });
  const shown = (of = factory) => of.board.filter((line) => !/^(missed|note)/.test(line));

  it('shows states in order with the letters of their conversation, and again what could not be shown', async () => {
    const host = await start();
    factory.refuseOnce = true;
    await tellState(host, { state: 'queued', position: 2 });
    await request(host, replyTo('loft', 'hello'));
    await tellState(host, { state: 'ended' });
    await eventually(
      () => shown(),
      (board) => board.length >= 3,
    );
    expect(shown()).toEqual(['queued 2', 'letter hello', 'ended']);
  });

  it('gives up a state that breaks its contract or that its connector can never show, and goes on', async () => {
    const host = await start();
    await tellState(host, { state: 'no such state' as never });
    await tellState(host, { state: 'queued', inboxId: 'loft' as InboxId });
    await eventually(
      () => shown(),
      (board) => board.includes('queued'),
    );
  });

  it('tells notes to the other processes of the inbox only', async () => {
    const other = new BoardFactory(new PigeonLoft());
    await start();
    await start(other);
    await eventually(
      () => [factory.board, other.board],
      (boards) => boards.every((board) => board.includes('missed')),
    );
    factory.context!.notes.tell({ seq: 1 });
    factory.context!.notes.tell({ seq: 2 });
    await eventually(
      () => other.board.filter((line) => line.startsWith('note')),
      (notes) => notes.length === 2,
    );
    expect(other.board).toEqual(expect.arrayContaining(['note {"seq":1}', 'note {"seq":2}']));
    expect(factory.board.some((line) => line.startsWith('note'))).toBe(false);
  });

  it('says that notes may have been missed when the line was cut', async () => {
    const host = await start();
    await eventually(
      () => factory.board,
      (board) => board.includes('missed'),
    );
    factory.board.length = 0;
    await host.database.sql.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tributary-notices'");
    await eventually(
      () => factory.board,
      (board) => board.includes('missed'),
    );
  });

  it('shows that an agent types, and not that the contact does', async () => {
    const host = await start();
    await eventually(
      () => factory.board,
      (board) => board.includes('missed'),
    );
    const typing = { inboxId: 'loft', conversationKey: 'loft:ada', name: 'Grace', on: true };
    const tell = (payload: object) => host.database.sql.query('select pg_notify($1, $2)', [TYPING_CHANNEL, JSON.stringify(payload)]);
    factory.context!.tellTyping('loft:ada' as never, true);
    await tell({ ...typing, by: 'contact' });
    await tell({ nonsense: true });
    await eventually(
      async () => (await tell({ ...typing, by: 'agent' }), shown()),
      (board) => board.length > 0,
    );
    expect(new Set(shown())).toEqual(new Set(['typing Grace true']));
  });

  it('appends lines of one conversation from many callers without a hole, each id once', async () => {
    const { works } = await start();
    const transcript = works.parts.transcripts.of('loft' as InboxId, 'crowd');
    const ids = Array.from({ length: 120 }, (_, at) => `line-${at % 40}`);
    const seqs = await Promise.all(ids.map(async (id) => (await transcript.append({ id, direction: 'inbound', body: { id } })).seq));
    expect(new Set(seqs)).toEqual(new Set(Array.from({ length: 40 }, (_, at) => at + 1)));
    expect(await transcript.head()).toBe(40);
    expect((await transcript.since(0)).map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    expect(await works.parts.transcripts.heads('loft' as InboxId, ['crowd', 'nobody'])).toEqual(new Map([['crowd', 40]]));
  });
});
