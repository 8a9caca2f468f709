import { describe, expect, it } from '@jest/globals';
import type { Capabilities, DeliveryChanged } from '#contracts';
import type { EventBus, OutgoingRecord } from '#event-bus';
import { ConfigurationError, ManualClock, PermanentError, RetriableError, silentLogger } from '#runtime';
import type { SendAttempt, SendingConnector, SendResult } from '../../connector.js';
import { createPigeonReply } from '../../testing/sample/pigeon.conformance.js';
import { ConnectorCaller, type Outlet } from './connector-caller.js';
import { LedgerQueue } from './ledger-queue.js';
import { ReplySender } from './reply-sender.js';
import type { LedgerChange, SentCommand } from './sent-commands.repository.js';

/** The ledger in memory, with the rules of its SQL. */
class MemoryLedger {
  readonly rows = new Map<string, SentCommand>();
  readonly told: DeliveryChanged[] = [];
  awayFor = 0;

  readonly queue = new LedgerQueue({
    apply: (changes) => {
      if (changes.some(({ kind }) => kind === 'finish') && (this.awayFor -= 1) >= 0)
        return Promise.reject(new RetriableError('away', { code: 'database_unavailable' }));
      const done = changes.filter((change) => this.isOpenTo(change, this.rows.get(change.tried.reply.commandId)));
      for (const change of done) this.write(change);
      return Promise.resolve(new Set(done.map(({ tried }) => tried.reply.commandId)));
    },
  });

  private isOpenTo(change: LedgerChange, known: SentCommand | undefined): boolean {
    if (change.kind === 'aside') return known?.status === 'sending';
    if (known === undefined || known.status === 'held') return true;
    if (known.status === 'unknown') return change.kind === 'finish' && (change.status === 'sent' || change.status === 'failed');
    if (known.status !== 'sending') return false;
    if (change.kind === 'mark') return known.idempotent;
    return change.kind === 'hold' ? change.marked : !change.onlyHeld;
  }

  private write(change: LedgerChange) {
    const { tried, told } = change;
    this.rows.set(tried.reply.commandId, {
      status: change.kind === 'mark' || change.kind === 'aside' ? 'sending' : change.kind === 'hold' ? 'held' : change.status,
      attempts: tried.attempt,
      idempotent: change.kind === 'mark' && change.idempotent,
      holdCode: change.kind === 'hold' ? change.error.code : null,
      holdError: change.kind === 'hold' ? change.error : null,
      holdUntil: change.kind === 'hold' || change.kind === 'aside' ? change.until : (change.tried.asideUntil?.() ?? null),
      conversationKey: tried.key,
      results: change.kind === 'finish' ? told : null,
    });
    this.told.push(...told);
  }
}

const TIMES = { holdRetryMs: 30_000, sendTimeoutMs: 120_000, setAsideMs: 30, setAsideRetryMs: 2_000 };

type Send = (attempt: SendAttempt) => Promise<SendResult>;

function create(send: Send, more: { idempotentSend?: boolean; sendTimeoutMs?: number } = {}) {
  const ledger = new MemoryLedger();
  const clock = new ManualClock();
  const repeated: OutgoingRecord[] = [];
  const bus = { append: (records: OutgoingRecord[]) => Promise.resolve(void repeated.push(...records)) } as unknown as EventBus;
  const calls = { count: 0, gate: null as unknown };
  const connector = { send: (_reply: unknown, attempt: SendAttempt) => ((calls.count += 1), send(attempt)) } as unknown as SendingConnector;
  const outlet: Outlet = {
    capabilities: { idempotentSend: more.idempotentSend ?? false } as Capabilities,
    connector,
    run: (work) => work(),
  };
  let find = (): Outlet => outlet;
  const caller = new ConnectorCaller(ledger.queue, () => find(), clock, more.sendTimeoutMs ?? 1_000, silentLogger);
  const sender = new ReplySender(ledger.queue, { spread: () => Promise.resolve() }, bus, caller, clock, TIMES, {
    sent: () => undefined,
  });
  const requestedAt = clock.now();
  const reply = createPigeonReply('hi');
  const signal = new AbortController().signal;
  const act = async () => {
    const known = ledger.rows.get(reply.commandId) ?? null;
    const held = sender.findNoted(reply.commandId) ?? (await sender.send({ reply, key: 'loft:ada', requestedAt, known, signal }));
    if (held === null) return;
    if (held.hold !== null) await sender.note([held.hold]);
    throw held.error;
  };
  const statuses = () => ledger.told.map(({ status }) => status);
  return {
    act,
    sender,
    reply,
    ledger,
    clock,
    repeated,
    calls,
    statuses,
    stopInbox: (error: unknown) =>
      (find = () => {
        throw error;
      }),
    startInbox: () => (find = () => outlet),
  };
}

const sent: Send = async (attempt) => {
  await attempt.markSending('id@here');
  return { status: 'sent', remoteMessageId: 'id@here' };
};
const refused = {
  code: 'no_such_user',
  category: 'recipient_invalid',
  permanent: true,
  message: 'unknown',
  hint: 'Ask for the address.',
} as const;

describe('a reply', () => {
  it('is marked, sent and told of', async () => {
    const { act, ledger, statuses } = create(sent);
    await act();
    expect(statuses()).toEqual(['sending', 'sent']);
    expect(ledger.told[0]).toMatchObject({ remoteMessageId: 'id@here', rank: 2, attempt: 1 });
    expect(ledger.told[1]).toMatchObject({ evidence: 'provider_ack', rank: 4, final: false });
  });

  it('that comes again is not sent again, only told of again', async () => {
    const { act, calls, repeated } = create(sent);
    await act();
    await act();
    expect(calls.count).toBe(1);
    expect(repeated.map((record) => record.envelope.data)).toMatchObject([{ status: 'sent' }]);
  });

  it('whose process died between mark and answer is unknown and never sent again', async () => {
    const { act, calls, ledger, reply, statuses } = create(sent);
    ledger.rows.set(reply.commandId, {
      status: 'sending',
      attempts: 1,
      idempotent: false,
      holdCode: null,
      holdError: null,
      holdUntil: null,
      conversationKey: 'k',
      results: null,
    });
    await act();
    await act();
    expect(calls.count).toBe(0);
    expect(statuses()).toEqual(['unknown']);
    expect(ledger.told[0]?.error).toMatchObject({ code: 'send_uncertain', hint: expect.stringContaining('by hand') });
  });

  it('may be sent again after a crash where the remote drops the second', async () => {
    const { act, calls, ledger, reply, statuses } = create(sent, { idempotentSend: true });
    ledger.rows.set(reply.commandId, {
      status: 'sending',
      attempts: 1,
      idempotent: true,
      holdCode: null,
      holdError: null,
      holdUntil: null,
      conversationKey: 'k',
      results: null,
    });
    await act();
    expect(calls.count).toBe(1);
    expect(statuses().at(-1)).toBe('sent');
  });

  it('that a remote wants later waits visibly, the mark taken back, and leaves when it may', async () => {
    let tries = 0;
    const { act, calls, clock, ledger, reply, statuses } = create(async (attempt) => {
      await attempt.markSending();
      if ((tries += 1) === 1) throw new RetriableError('451 later', { code: 'remote_busy', retryAfterMs: 5_000 });
      return { status: 'sent' };
    });
    await expect(act()).rejects.toMatchObject({ code: 'remote_busy', endsItself: true, retryAfterMs: 5_000 });
    expect(ledger.rows.get(reply.commandId)?.status).toBe('held');
    await expect(act()).rejects.toMatchObject({ retryAfterMs: 5_000 });
    expect(calls.count).toBe(1);
    clock.advance(5_000);
    await act();
    expect(statuses()).toEqual(['sending', 'queued', 'sending', 'sent']);
    expect(ledger.told[1]?.error).toMatchObject({ code: 'remote_busy', message: '451 later', permanent: false });
  });

  it('waits for an outgoing server to be configured until its time is up', async () => {
    const missing = new ConfigurationError('No outgoing server', { code: 'outgoing_not_configured', hint: 'Set TRIBUTARY_SMTP_OUT.' });
    const { act, clock, statuses, ledger } = create(() => Promise.reject(missing));
    await expect(act()).rejects.toMatchObject({ code: 'outgoing_not_configured', retryAfterMs: 30_000, endsItself: true });
    clock.advance(30_000);
    await expect(act()).rejects.toMatchObject({ retryAfterMs: 30_000 });
    expect(statuses()).toEqual(['queued']);
    expect(ledger.told[0]?.error).toMatchObject({ category: 'misconfigured', hint: 'Set TRIBUTARY_SMTP_OUT.' });
    clock.advance(30_000);
    await act();
    expect(statuses()).toEqual(['queued', 'expired']);
    expect(ledger.told[1]).toMatchObject({
      final: true,
      error: { code: 'expired', message: expect.stringContaining('outgoing_not_configured') },
    });
  });

  it('waits for a stopped inbox', async () => {
    const { act, clock, stopInbox, startInbox, statuses } = create(sent);
    stopInbox(new RetriableError('Inbox loft is stopped', { code: 'inbox_not_running', hint: 'Correct it.' }));
    await expect(act()).rejects.toMatchObject({ code: 'inbox_not_running' });
    startInbox();
    clock.advance(30_000);
    await act();
    expect(statuses()).toEqual(['queued', 'sending', 'sent']);
  });

  it.each([
    ['a refusal', () => Promise.resolve<SendResult>({ status: 'failed', error: refused }), 'failed'],
    ['a throw of class permanent before the mark', () => Promise.reject(new PermanentError('too long', { code: 'too_long' })), 'failed'],
    [
      'any throw after the mark',
      async (attempt: SendAttempt) => (await attempt.markSending(), Promise.reject(new Error('socket closed'))),
      'unknown',
    ],
    [
      'no answer in time after the mark',
      async (attempt: SendAttempt) => (await attempt.markSending(), new Promise<never>(() => undefined)),
      'unknown',
    ],
  ] as [string, Send, string][])('ends by %s', async (_name, send, status) => {
    const { act, statuses } = create(send, { sendTimeoutMs: 30 });
    await act();
    expect(statuses().at(-1)).toBe(status);
  });

  it('that was sent is never held, though the database was away for its result', async () => {
    const { act, calls, ledger, statuses } = create(sent);
    ledger.awayFor = 1;
    await act();
    await act();
    expect(calls.count).toBe(1);
    expect(statuses()).toEqual(['sending', 'sent']);
  });

  it('taken back before it left never leaves', async () => {
    const { act, calls, sender, reply, statuses } = create(sent);
    await sender.cancel(reply, 'loft:ada');
    await act();
    expect(calls.count).toBe(0);
    expect(statuses()).toEqual(['cancelled']);
  });

  it('is set aside when it takes long, and uncertain to nobody meanwhile', async () => {
    let answer: (result: SendResult) => void = () => undefined;
    const answered = new Promise<SendResult>((resolve) => (answer = resolve));
    const { sender, reply, ledger, clock, calls, statuses } = create(async (attempt) => {
      await attempt.markSending();
      return answered;
    });
    const requestedAt = clock.now();
    const order = () => ({
      reply,
      key: 'loft:ada',
      requestedAt,
      known: ledger.rows.get(reply.commandId) ?? null,
      signal: new AbortController().signal,
    });
    expect((await sender.sendInTime(order()))?.error).toMatchObject({ code: 'being_sent', retryAfterMs: 2_000, endsItself: true });
    expect(ledger.rows.get(reply.commandId)?.holdUntil?.getTime()).toBe(requestedAt.getTime() + TIMES.sendTimeoutMs);
    expect((await sender.sendInTime(order()))?.error.code).toBe('being_sent');
    const other = create(sent);
    const elsewhere = () => other.sender.send({ ...order(), reply: other.reply });
    expect((await elsewhere())?.error.code).toBe('being_sent');
    expect(other.statuses()).toEqual([]);
    answer({ status: 'sent' });
    await sender.settled();
    expect(await sender.sendInTime(order())).toBeNull();
    expect([calls.count, statuses()]).toEqual([1, ['sending', 'sent']]);
  });

  it('is uncertain when the process that set it aside is gone for longer than a call may last', async () => {
    const { act, ledger, reply, clock, calls, statuses } = create(sent);
    const holdUntil = new Date(clock.now().getTime() + 60_000);
    ledger.rows.set(reply.commandId, {
      ...{ status: 'sending', attempts: 1, idempotent: false, holdCode: null, holdError: null, results: null },
      ...{ conversationKey: 'loft:ada', holdUntil },
    });
    await expect(act()).rejects.toMatchObject({ code: 'being_sent' });
    clock.advance(60_001);
    await act();
    expect([calls.count, statuses()]).toEqual([0, ['unknown']]);
  });
});
