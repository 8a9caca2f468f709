import type { DeliveryChanged, ReplyRecallRequested, ReplyRequested } from '#contracts';
import type { EventBus } from '#event-bus';
import { PermanentError, RetriableError, type Clock, type Logger } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import { canRecall, type RecallResult } from '../../recalling.js';
import type { FindOutlet } from './connector-caller.js';
import { keyOfDelivery, toDelivery, toDeliveryError, toDeliveryRecord, type DeliveryError, type Try } from './delivery-records.js';
import type { LedgerQueue } from './ledger-queue.js';
import { refuseRecall } from './recall-refusals.js';
import type { SentCommand, SentCommandsRepository } from './sent-commands.repository.js';

/** Whoever takes an answer back waits for it. */
const GIVE_UP_MS = 600_000;
/** The batch waits for it; a call that takes longer goes on, and the next one finds what came of it. */
const CALL_MS = 5_000;
const RETRY_MS = 5_000;
const BEING_SENT_MS = 1_000;
const LATE = 'late' as const;

/** Takes replies back: what has not left never leaves, what the remote took is asked back of it. What is told of it is durable, and told once. */
export class ReplyRecaller {
  constructor(
    private readonly ledger: Pick<LedgerQueue, 'apply'>,
    private readonly commands: Pick<SentCommandsRepository, 'find'>,
    private readonly bus: Pick<EventBus, 'append'>,
    private readonly findOutlet: FindOutlet,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Resolves when it has its end, durably. Rejects with a `RetriableError` that ends itself while it is worth another try. */
  async recall(request: ReplyRecallRequested, requestedAt: Date): Promise<void> {
    if (await this.cancel(request)) return;
    const known = await this.commands.find(request.commandId);
    if (known === null) return;
    const told = known.recall?.told ?? [];
    if (told.length > 0) return this.repeat(told, known);
    if (known.status === 'recalled') return;
    if (known.status === 'cancelled') return this.repeat(known.results ?? [], known);
    if (known.status === 'sending') throw later('it is being sent', BEING_SENT_MS);
    if (known.status !== 'sent') return this.refuse(request, known, refuseRecall(known.status));
    await this.askBack(request, known, requestedAt);
  }

  private async cancel(request: ReplyRecallRequested): Promise<boolean> {
    const tried = this.toTry(request, 0);
    return this.ledger.apply({ kind: 'finish', tried, status: 'cancelled', told: [toDelivery(tried, 'cancelled')], onlyHeld: true });
  }

  private async askBack(request: ReplyRecallRequested, known: SentCommand, requestedAt: Date): Promise<void> {
    const sent = known.results?.find(({ status, recipient }) => status === 'sent' && recipient === undefined);
    const sentAt = new Date(sent?.at ?? requestedAt);
    const attempt = (known.recall?.attempts ?? 0) + 1;
    try {
      const outlet = this.findOutlet(request.inboxId);
      const { instance, capabilities } = outlet;
      const remoteMessageId = sent?.remoteMessageId;
      if (!canRecall(instance) || remoteMessageId === undefined) return await this.refuse(request, known, refuseRecall('unsupported'));
      const { recallWithinMs = Infinity } = capabilities;
      // One that was called for in time may have been done then.
      if (attempt === 1 && this.clock.now().getTime() - sentAt.getTime() > recallWithinMs)
        return await this.refuse(request, known, refuseRecall('too_late'));
      await this.ledger.apply({
        kind: 'recall',
        tried: this.toTry(request, known.attempts),
        status: 'sent',
        recallAttempts: attempt,
        told: [],
      });
      const { commandId, conversationKey } = request;
      const about = { commandId, ...(conversationKey === undefined ? {} : { conversationKey }), remoteMessageId, sentAt };
      const result = await inTime(outlet.run(() => instance.recall(about, attempt)));
      if (result.status === 'refused') return await this.refuse(request, known, result.error);
      const tried = this.toTry(request, known.attempts);
      const told = [toDelivery(tried, 'recalled', { evidence: 'provider_ack', remoteMessageId })];
      await this.ledger.apply({ kind: 'recall', tried, status: 'recalled', recallAttempts: attempt, told });
    } catch (error) {
      await this.conclude(request, known, error, requestedAt);
    }
  }

  private async conclude(request: ReplyRecallRequested, known: SentCommand, error: unknown, requestedAt: Date): Promise<void> {
    if (error instanceof PermanentError) return this.refuse(request, known, toDeliveryError(error, true));
    if (this.clock.now().getTime() - requestedAt.getTime() > GIVE_UP_MS) {
      const { message } = toDeliveryError(error, false);
      return this.refuse(request, known, { ...refuseRecall('no_answer'), message: `Nobody can say whether it was taken back: ${message}` });
    }
    this.logger.warn('a reply could not be taken back yet', { inboxId: request.inboxId, commandId: request.commandId, error });
    const waitMs = error instanceof RetriableError ? error.retryAfterMs : undefined;
    throw later(error instanceof Error ? error.message : String(error), waitMs ?? RETRY_MS);
  }

  /** `sent` stays what it was, with the reason; of a command that is not `sent` the reason is told, and nothing need be kept. */
  private async refuse(request: ReplyRecallRequested, known: SentCommand, recallRefused: DeliveryError): Promise<void> {
    const tried = this.toTry(request, known.attempts);
    const told = [toDelivery(tried, known.status === 'sent' ? 'sent' : statusOf(known), { recallRefused })];
    const recallAttempts = (known.recall?.attempts ?? 0) + 1;
    if (known.status !== 'sent') return this.repeat(told, known);
    await this.ledger.apply({ kind: 'recall', tried, status: 'sent', recallAttempts, told });
  }

  private async repeat(told: readonly DeliveryChanged[], { conversationKey }: SentCommand): Promise<void> {
    const at = this.clock.now();
    await this.bus.append(told.map((delivery) => toDeliveryRecord(delivery, conversationKey, at)));
  }

  private toTry(request: ReplyRecallRequested, attempt: number): Try {
    return { reply: request as ReplyRequested, key: keyOfDelivery(request), attempt, at: this.clock.now() };
  }
}

function statusOf({ status }: SentCommand): DeliveryChanged['status'] {
  return status === 'held' ? 'queued' : status;
}

async function inTime(call: Promise<RecallResult>): Promise<RecallResult> {
  const patience = new AbortController();
  call.catch(() => undefined);
  try {
    const outcome = await Promise.race([call, sleep(CALL_MS, LATE, { signal: patience.signal })]);
    if (outcome === LATE) throw new Error(`no answer within ${CALL_MS} ms`);
    return outcome;
  } finally {
    patience.abort();
  }
}

function later(reason: string, retryAfterMs: number): RetriableError {
  return new RetriableError(`The reply is not taken back yet: ${reason}`, { code: 'recall_waits', retryAfterMs, endsItself: true });
}
