import type { Capabilities, DeliveryChanged } from '#contracts';
import type { EventBus, OutgoingRecord } from '#event-bus';
import { ManualClock, RetriableError, silentLogger } from '#runtime';
import type { SendAttempt, SendingConnector, SendResult } from '../../../connector.js';
import { createPigeonReply } from '../../../testing/sample/pigeon.conformance.js';
import { ConnectorCaller, type Outlet } from '../connector-caller.js';
import { LedgerQueue } from '../ledger-queue.js';
import { ReplySender } from '../reply-sender.js';
import type { LedgerChange, SentCommand } from '../sent-commands.repository.js';

/** The ledger in memory, with the rules of its SQL. */
export class MemoryLedger {
  readonly rows = new Map<string, SentCommand>();
  readonly told: DeliveryChanged[] = [];
  /** Ends, and marks taken back, that find the database away. */
  awayFor = 0;
  /** Marks become durable when this resolves. */
  marking: Promise<void> = Promise.resolve();

  readonly queue = new LedgerQueue({
    apply: async (changes) => {
      if (changes.some(({ kind }) => kind === 'mark')) await this.marking;
      if (changes.some((change) => change.kind === 'finish' || (change.kind === 'hold' && change.marked)) && (this.awayFor -= 1) >= 0)
        throw new RetriableError('away', { code: 'database_unavailable' });
      const done = changes.filter((change) => this.isOpenTo(change, this.rows.get(change.tried.reply.commandId)));
      for (const change of done) this.write(change);
      return new Set(done.map(({ tried }) => tried.reply.commandId));
    },
  });

  private isOpenTo(change: LedgerChange, known: SentCommand | undefined): boolean {
    if (change.kind === 'aside') return known?.status === 'sending';
    if (change.kind === 'recall') return known?.status === 'sent';
    if (known === undefined || known.status === 'held') return true;
    if (known.status === 'unknown') return change.kind === 'finish' && (change.status === 'sent' || change.status === 'failed');
    if (known.status !== 'sending') return false;
    if (change.kind === 'mark') return known.idempotent;
    return change.kind === 'hold' ? change.marked : !change.onlyHeld;
  }

  private write(change: LedgerChange) {
    const { tried, told } = change;
    if (change.kind === 'recall') {
      const { status, recallAttempts: attempts } = change;
      this.rows.set(tried.reply.commandId, { ...this.rows.get(tried.reply.commandId)!, status, recall: { attempts, told } });
      return void this.told.push(...told);
    }
    this.rows.set(tried.reply.commandId, {
      status: change.kind === 'mark' || change.kind === 'aside' ? 'sending' : change.kind === 'hold' ? 'held' : change.status,
      attempts: tried.attempt,
      failures: (change.kind === 'hold' ? change.failures : undefined) ?? this.rows.get(tried.reply.commandId)?.failures ?? null,
      idempotent: change.kind === 'mark' && change.idempotent,
      holdCode: change.kind === 'hold' ? change.error.code : null,
      holdError: change.kind === 'hold' ? change.error : null,
      holdUntil: change.kind === 'hold' || change.kind === 'aside' ? change.until : (change.tried.asideUntil?.() ?? null),
      conversationKey: tried.key,
      results: change.kind === 'finish' ? told : null,
      recall: null,
    });
    this.told.push(...told);
  }
}

export const TIMES = { holdRetryMs: 30_000, sendTimeoutMs: 120_000, setAsideMs: 30, setAsideRetryMs: 2_000 };

export type Send = (attempt: SendAttempt) => Promise<SendResult>;

/** A sender on the ledger in memory, and what a test asks of it. */
export function create(send: Send, more: { idempotentSend?: boolean; sendTimeoutMs?: number } = {}) {
  const ledger = new MemoryLedger();
  const clock = new ManualClock();
  const repeated: OutgoingRecord[] = [];
  const bus = { append: (records: OutgoingRecord[]) => Promise.resolve(void repeated.push(...records)) } as unknown as EventBus;
  const calls = { count: 0, gate: null as unknown };
  const connector = { send: (_reply: unknown, attempt: SendAttempt) => ((calls.count += 1), send(attempt)) } as unknown as SendingConnector;
  const outlet: Outlet = {
    capabilities: { idempotentSend: more.idempotentSend ?? false } as Capabilities,
    connector,
    instance: connector,
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

export const sent: Send = async (attempt) => {
  await attempt.markSending('id@here');
  return { status: 'sent', remoteMessageId: 'id@here' };
};
