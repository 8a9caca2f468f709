import type { DeliveryError, ReplyRequested } from '#contracts';
import type { EventBus } from '#event-bus';
import { RetriableError, type Clock } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostMetrics } from '../host-metrics.js';
import type { ConnectorCaller } from './connector-caller.js';
import {
  createUncertainty,
  NotSent,
  toDeliveries,
  toDelivery,
  toDeliveryError,
  toDeliveryRecord,
  toLateEnd,
  type Ended,
  type Try,
} from './delivery-records.js';
import { computeHoldMs, endOfHold, isForTime } from './hold-times.js';
import type { LedgerQueue } from './ledger-queue.js';
import type { Finish, Hold, SentCommand } from './sent-commands.repository.js';
import type { WaitingBehind } from './waiting-behind.js';

/** A command on its way, with what the ledger knows of it. */
export interface Order {
  readonly reply: ReplyRequested;
  readonly key: string;
  readonly requestedAt: Date;
  readonly known: SentCommand | null;
  readonly signal: AbortSignal;
}

export interface SendingTimes {
  readonly holdRetryMs: number;
  readonly sendTimeoutMs: number;
  /** What is not sent after this goes on alone. */
  readonly setAsideMs: number;
  /** How often its record then looks whether it has ended. */
  readonly setAsideRetryMs: number;
}

const KEEP_RESULT_MS = 60_000;
const ASIDE_LOOK_MS = 50;
const LATE = 'late' as const;

/** Sends one command once, or says why it waits, or says that nobody knows. */
export class ReplySender {
  private readonly underWay = new Map<string, Promise<HeldReply | null>>();
  /** Holds that this process has noted: thousands may wait for one setting, and the log offers each of them again and again. */
  private readonly noted = new Map<string, { readonly error: DeliveryError; readonly until: Date }>();
  /** What is being sent while its conversation waits aside. */
  private readonly aside = new Set<string>();

  constructor(
    private readonly ledger: Pick<LedgerQueue, 'apply' | 'applyAll'>,
    private readonly behind: Pick<WaitingBehind, 'spread'>,
    private readonly bus: EventBus,
    private readonly caller: ConnectorCaller,
    private readonly clock: Clock,
    private readonly times: SendingTimes,
    private readonly metrics: Pick<HostMetrics, 'sent'>,
  ) {}

  /**
   * Null when the command has ended, durably. Else why it is held: nothing was sent, and its time to live bounds the waiting. Give the `hold`s of
   * a batch to `note`; they are not durable before.
   */
  async send(order: Order): Promise<HeldReply | null> {
    const { commandId } = order.reply;
    const running = this.underWay.get(commandId);
    if (running !== undefined) return running;
    const work = this.sendOnce(order).finally(() => this.underWay.delete(commandId));
    this.underWay.set(commandId, work);
    return work;
  }

  /** The hold of a command that need not be looked up yet. */
  findNoted(commandId: string): HeldReply | null {
    const noted = this.noted.get(commandId);
    const left = (noted?.until.getTime() ?? 0) - this.clock.now().getTime();
    return noted === undefined || left <= 0 ? null : new HeldReply(createWaiting(noted.error.code, left, noted.error.message), null);
  }

  /**
   * As `send`, but what takes long goes on alone: its conversation is set aside as one that waits, and others are not held up by it. When its
   * record comes again it is asked for again, and has ended or not.
   */
  async sendInTime(order: Order): Promise<HeldReply | null> {
    const { commandId } = order.reply;
    const work = this.send(order);
    const patience = new AbortController();
    const waitMs = this.aside.has(commandId) ? ASIDE_LOOK_MS : this.times.setAsideMs;
    const late = sleep(waitMs, LATE, { signal: patience.signal }).catch(() => LATE) as Promise<typeof LATE>;
    try {
      const outcome = await Promise.race([work, late]);
      return outcome === LATE ? await this.setAside(order, work) : outcome;
    } finally {
      patience.abort();
    }
  }

  /** Resolves when nothing is being sent. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay.values());
  }

  async note(holds: readonly Hold[]): Promise<void> {
    await this.ledger.applyAll(holds);
    await this.remember(holds);
  }

  private async remember(holds: readonly Hold[]): Promise<void> {
    for (const { tried, error, until } of holds) if (until !== null) this.noted.set(tried.reply.commandId, { error, until });
    // Nothing can stand behind one that was tried for the first time just now, unless it took long.
    const news = holds.filter(({ told, tried }) => told.length > 0 && (tried.attempt > 1 || this.aside.has(tried.reply.commandId)));
    await this.behind.spread(news);
  }

  private async setAside(order: Order, work: Promise<HeldReply | null>): Promise<HeldReply> {
    const { reply, key } = order;
    const { commandId } = reply;
    const waiting = new HeldReply(createWaiting('being_sent', this.times.setAsideRetryMs, 'it is being sent'), null);
    if (this.aside.has(commandId)) return waiting;
    const at = this.clock.now();
    this.aside.add(commandId);
    void work
      .then((held) => (held?.hold == null ? undefined : this.note([held.hold])))
      .catch(() => undefined)
      .finally(() => this.aside.delete(commandId));
    // One that is marked later carries it in its mark.
    const aside = { kind: 'aside', tried: { reply, key, attempt: 0, at }, until: this.endOfCall(), told: [] } as const;
    await this.ledger.apply(aside).catch(() => undefined);
    return waiting;
  }

  /** Of one that is marked by now: nobody else may call it uncertain before. */
  private endOfCall(): Date {
    return new Date(this.clock.now().getTime() + this.times.sendTimeoutMs);
  }

  private async sendOnce(order: Order): Promise<HeldReply | null> {
    const { reply, key, known, requestedAt, signal } = order;
    const at = this.clock.now();
    const asideUntil = () => (this.aside.has(reply.commandId) ? this.endOfCall() : undefined);
    const tried: Try = { reply, key, attempt: (known?.attempts ?? 0) + 1, at, asideUntil };
    const expiresAt = new Date(requestedAt.getTime() + reply.ttlMs);
    if (known !== null && known.status !== 'held' && known.status !== 'sending') await this.repeat(known, key);
    else if (known?.status === 'sending' && known.holdUntil !== null && known.holdUntil > at)
      return new HeldReply(createWaiting('being_sent', this.times.setAsideRetryMs, 'another process is sending it'), null);
    else if (known?.status === 'sending' && !known.idempotent)
      await this.finish({ ...tried, attempt: known.attempts }, this.describeCrash(reply), signal);
    else if (at >= expiresAt) await this.expire(tried, known);
    else if (known?.holdUntil && known.holdUntil > at)
      return new HeldReply(createWaiting(known.holdCode ?? 'held', known.holdUntil.getTime() - at.getTime()), null);
    else {
      const outcome = await this.caller.attempt(tried);
      if (outcome instanceof NotSent) return this.hold(order, tried, outcome, expiresAt);
      void outcome.later?.then((end) => this.correct(tried, toLateEnd(end), signal));
      await this.finish(tried, outcome, signal);
    }
    this.noted.delete(reply.commandId);
    return null;
  }

  private async finish(tried: Try, ended: Ended, signal: AbortSignal): Promise<void> {
    const told = toDeliveries({ ...tried, at: this.clock.now() }, ended);
    const { status } = ended.result;
    await this.write({ kind: 'finish', tried, status, told }, signal);
    this.metrics.sent(tried.reply.inboxId, status);
  }

  /** It was told as uncertain; where that stays all that is known, nothing more is said. */
  private async correct(tried: Try, ended: Ended, signal: AbortSignal): Promise<void> {
    if (ended.result.status !== 'unknown') await this.finish(tried, ended, signal).catch(() => undefined);
  }

  /** What the remote has done is known: while the database is away it is kept here, for without it the end would be `unknown`. */
  private async write(change: Finish | Hold, signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + KEEP_RESULT_MS;
    for (;;) {
      try {
        return void (await this.ledger.apply(change));
      } catch (error) {
        if (!(error instanceof RetriableError) || signal.aborted || performance.now() > deadline) throw error;
        await sleep(500, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async expire(tried: Try, known: SentCommand | null): Promise<void> {
    const why = known?.holdError ? `: ${known.holdError.message}` : '';
    const reason = known?.holdCode ? ` (it waited because of ${known.holdCode}${why})` : '';
    const error = {
      code: 'expired',
      category: 'timeout',
      permanent: true,
      message: `It could not be sent within ${tried.reply.ttlMs} ms${reason}`,
      hint: 'Remove the reason, then send it again.',
    } as const;
    const told = [toDelivery({ ...tried, attempt: known?.attempts ?? 0 }, 'expired', { error })];
    await this.ledger.apply({ kind: 'finish', tried, status: 'expired', told });
  }

  private describeCrash(reply: ReplyRequested): Ended {
    const error = createUncertainty(reply.inboxId, 'the process ended between the call and its answer');
    return { result: { status: 'unknown', error }, asked: true };
  }

  private async repeat(known: SentCommand, key: string): Promise<void> {
    const at = this.clock.now();
    await this.bus.append((known.results ?? []).map((delivery) => toDeliveryRecord(delivery, key, at)));
  }

  /** A mark is taken back at once: while it stands, a crash would make the command `unknown`. */
  private async hold({ known, signal }: Order, tried: Try, { reason, marked }: NotSent, expiresAt: Date): Promise<HeldReply> {
    const at = this.clock.now();
    const error = toDeliveryError(reason, false);
    const failures = (known?.failures ?? 0) + (isForTime(reason) ? 1 : 0);
    const wished = computeHoldMs(reason, failures, this.times.holdRetryMs, this.noted.size);
    const until = new Date(Math.min(endOfHold(at, wished).getTime(), expiresAt.getTime() + 1));
    const waitMs = until.getTime() - at.getTime();
    const shown = known?.status === 'held' && known.holdCode === error.code && !marked;
    // Queued for the next try: a reader that compares attempt, then rank, lets it follow the `sending` of this one.
    const told = shown ? [] : [toDelivery({ ...tried, at, attempt: tried.attempt + 1 }, 'queued', { error })];
    const hold: Hold = { kind: 'hold', tried, error, until, failures, marked, told };
    this.metrics.sent(tried.reply.inboxId, 'held');
    const waiting = createWaiting(error.code, waitMs, error.message);
    if (marked) await this.write(hold, signal).then(() => this.remember([hold]));
    return new HeldReply(waiting, marked ? null : hold);
  }
}

/** A command that waits; `hold` is what is still to be noted of it. */
export class HeldReply {
  constructor(
    readonly error: RetriableError,
    readonly hold: Hold | null,
  ) {}
}

function createWaiting(code: string, retryAfterMs: number, reason = 'as it did before'): RetriableError {
  return new RetriableError(`The reply waits: ${reason}`, { code, retryAfterMs, endsItself: true });
}
