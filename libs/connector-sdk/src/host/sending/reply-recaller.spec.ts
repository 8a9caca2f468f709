import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Capabilities, CommandId, ReplyRecallRequested } from '#contracts';
import type { EventBus, OutgoingRecord } from '#event-bus';
import { PermanentError, RetriableError, silentLogger } from '#runtime';
import type { Connector } from '../../connector.js';
import type { RecallResult, SentReply } from '../../recalling.js';
import type { Outlet } from './connector-caller.js';
import { ReplyRecaller } from './reply-recaller.js';
import { create, sent, type Send } from './testing/memory-ledger.js';

type Recall = (about: SentReply, attempt: number) => Promise<RecallResult>;

describe('a reply that is to be taken back', () => {
  let calls: { about: SentReply; attempt: number }[];
  let repeated: OutgoingRecord[];
  beforeEach(() => {
    calls = [];
    repeated = [];
  });

  function open(recall: Recall | null, send: Send = sent, more: Partial<Capabilities> = {}) {
    const { act, ledger, clock, reply, calls: sends } = create(send);
    const instance = (recall === null
      ? {}
      : {
          recall: (about: SentReply, attempt: number) => (calls.push({ about, attempt }), recall(about, attempt)),
        }) as unknown as Connector;
    const outlet: Outlet = { capabilities: more as Capabilities, connector: null, instance, run: (work) => work() };
    const find = (id: CommandId) => Promise.resolve(ledger.rows.get(id) ?? null);
    const bus = { append: (records: OutgoingRecord[]) => Promise.resolve(void repeated.push(...records)) } as unknown as EventBus;
    const recaller = new ReplyRecaller(ledger.queue, { find }, bus, () => outlet, clock, silentLogger);
    const { commandId, inboxId } = reply;
    const request = { commandId, inboxId, conversationKey: 'loft:ada' } as ReplyRecallRequested;
    const askedAt = clock.now();
    return { act, ledger, clock, sends, take: () => recaller.recall(request, askedAt), last: () => ledger.told.at(-1) };
  }

  const recalled: Recall = () => Promise.resolve({ status: 'recalled' });

  it('before it left never leaves', async () => {
    const { act, take, sends, ledger } = open(recalled);
    await take();
    await act();
    expect(sends.count).toBe(0);
    expect(ledger.told.map(({ status }) => status)).toEqual(['cancelled']);
    expect(calls).toEqual([]);
  });

  it('after it left is asked back once by its remote id, however often the request comes', async () => {
    const { act, take, last, clock } = open(recalled);
    await act();
    clock.advance(1_000);
    await take();
    expect(last()).toMatchObject({ status: 'recalled', final: true, evidence: 'provider_ack', remoteMessageId: 'id@here' });
    await take();
    expect(calls).toEqual([{ about: expect.objectContaining({ remoteMessageId: 'id@here' }), attempt: 1 }]);
    expect(repeated.map(({ envelope }) => (envelope.data as { status: string }).status)).toEqual(['recalled']);
  });

  it('is asked back again after a crash in between, and the connector is told so', async () => {
    let crash = true;
    const { act, take, ledger, last } = open(() => (crash ? Promise.reject(new Error('killed')) : recalled({} as never, 2)));
    await act();
    await expect(take()).rejects.toMatchObject({ code: 'recall_waits', endsItself: true });
    expect([...ledger.rows.values()][0]).toMatchObject({ status: 'sent', recall: { attempts: 1, told: [] } });
    crash = false;
    await take();
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(last()?.status).toBe('recalled');
  });

  it('waits while it is being sent', async () => {
    let done: () => void = () => undefined;
    const sending = new Promise<void>((resolve) => (done = resolve));
    const { act, take } = open(recalled, async (attempt) => {
      await attempt.markSending('id@here');
      await sending;
      return { status: 'sent' };
    });
    const sent = act();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(take()).rejects.toMatchObject({ code: 'recall_waits' });
    done();
    await sent;
  });

  it('stays where it is, with the reason, where the channel refuses; the same request again says the same', async () => {
    const error = { code: 'read', category: 'unknown', permanent: true, message: 'He has read it', hint: 'Write.' } as const;
    const { act, take, last } = open(() => Promise.resolve({ status: 'refused', error }));
    await act();
    await take();
    expect(last()).toMatchObject({ status: 'sent', recallRefused: error });
    await take();
    expect(calls).toHaveLength(1);
    expect(repeated).toHaveLength(1);
  });

  it.each<[string, Recall | null, Partial<Capabilities>, Send, string]>([
    ['cannot do it', null, {}, sent, 'recall_unsupported'],
    ['gave no id', recalled, {}, (attempt) => attempt.markSending().then(() => ({ status: 'sent' })), 'recall_unsupported'],
    ['does it no more', recalled, { recallWithinMs: 60_000 }, sent, 'recall_too_late'],
    ['refuses by a throw', () => Promise.reject(new PermanentError('no', { code: 'not_this_one' })), {}, sent, 'not_this_one'],
  ])('is refused where the channel %s', async (_name, recall, more, send, code) => {
    const { act, take, last, clock } = open(recall, send, more);
    await act();
    clock.advance(60_001);
    await take();
    expect(last()).toMatchObject({ status: 'sent', recallRefused: { code } });
  });

  it('is not waited for longer than ten minutes', async () => {
    const busy = new RetriableError('busy', { code: 'remote_busy', retryAfterMs: 30_000 });
    const { act, take, last, clock } = open(() => Promise.reject(busy));
    await act();
    await expect(take()).rejects.toMatchObject({ retryAfterMs: 30_000 });
    clock.advance(600_001);
    await take();
    expect(last()).toMatchObject({ status: 'sent', recallRefused: { code: 'recall_no_answer', message: expect.stringContaining('busy') } });
  });

  it('of which nobody knows whether it was sent is not asked back', async () => {
    const { act, take } = open(recalled, async (attempt) => {
      await attempt.markSending('id@here');
      throw new Error('lost');
    });
    await act();
    await take();
    expect(calls).toEqual([]);
    expect(repeated.map(({ envelope }) => envelope.data)).toEqual([
      expect.objectContaining({ status: 'unknown', recallRefused: expect.objectContaining({ code: 'recall_uncertain' }) }),
    ]);
  });
});
