import type { Capabilities, ReplyRequested } from '#contracts';
import { ConfigurationError, PermanentError, RetriableError, type Clock, type Logger } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SendingConnector, SendResult } from '../../connector.js';
import { createUncertainty, toDelivery, toDeliveryError, type Ended, type Try } from './delivery-records.js';
import type { LedgerQueue } from './ledger-queue.js';

/** A running inbox, seen from sending. */
export interface Outlet {
  readonly capabilities: Capabilities;
  /** Null: this connector only receives. */
  readonly connector: SendingConnector | null;
  /** Runs the connector's code so that what it throws later is its own. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Throws `RetriableError` (`inbox_unknown`, `inbox_not_running`) with a hint when nothing can be sent there now. */
export type FindOutlet = (inboxId: ReplyRequested['inboxId']) => Outlet;

/** One call of a connector's `send`, brought down to what is certain. */
export class ConnectorCaller {
  constructor(
    private readonly ledger: Pick<LedgerQueue, 'apply'>,
    private readonly findOutlet: FindOutlet,
    private readonly clock: Clock,
    private readonly sendTimeoutMs: number,
    private readonly logger: Logger,
  ) {}

  /** What the connector's answer, or its throw, says for certain. */
  async attempt(tried: Try): Promise<Ended | NotSent> {
    const { reply } = tried;
    let marked = false;
    try {
      const outlet = this.findOutlet(reply.inboxId);
      const { connector } = outlet;
      if (connector === null) return { result: { status: 'failed', error: createNoSending(reply) }, asked: false };
      const markSending = async (remoteMessageId?: string) => {
        if (!marked) await this.mark(tried, outlet.capabilities, remoteMessageId);
        marked = true;
      };
      const result = await this.limit(outlet.run(() => connector.send(reply, { attempt: tried.attempt, markSending })));
      return { result, asked: marked };
    } catch (error) {
      if (error instanceof RetriableError) return new NotSent(error, marked);
      if (!marked) {
        if (!(error instanceof PermanentError)) return new NotSent(error, false);
        return { result: { status: 'failed', error: toDeliveryError(error, true) }, asked: false };
      }
      this.logger.error('a connector threw after the sending mark', { inboxId: reply.inboxId, commandId: reply.commandId, error });
      const reason = error instanceof Error ? error.message : String(error);
      return { result: { status: 'unknown', error: createUncertainty(reply.inboxId, reason) }, asked: true };
    }
  }

  private async mark(tried: Try, capabilities: Capabilities, remoteMessageId?: string): Promise<void> {
    const told = toDelivery({ ...tried, at: this.clock.now() }, 'sending', remoteMessageId ? { remoteMessageId } : {});
    if (await this.ledger.apply({ kind: 'mark', tried, idempotent: capabilities.idempotentSend, told: [told] })) return;
    throw new RetriableError(`Command ${tried.reply.commandId} is being sent by another process`, { code: 'command_taken' });
  }

  private async limit(sending: Promise<SendResult>): Promise<SendResult> {
    const controller = new AbortController();
    const late = sleep(this.sendTimeoutMs, undefined, { signal: controller.signal }).then(() => {
      throw new Error(`no answer within ${this.sendTimeoutMs} ms`);
    });
    sending.catch(() => undefined);
    try {
      return await Promise.race([sending, late]);
    } finally {
      late.catch(() => undefined);
      controller.abort();
    }
  }
}

/** The remote surely did nothing; `marked`: the durable mark says otherwise and is to be taken back. */
export class NotSent {
  constructor(
    readonly reason: unknown,
    readonly marked: boolean,
  ) {}
}

function createNoSending(reply: ReplyRequested) {
  return toDeliveryError(
    new ConfigurationError(`Inbox ${reply.inboxId} only receives`, {
      code: 'inbox_only_receives',
      hint: 'Answer through another inbox of the contact.',
    }),
    true,
  );
}
