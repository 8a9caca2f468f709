import type { Capabilities, ReplyRequested } from '#contracts';
import { ConfigurationError, PermanentError, RetriableError, type Clock, type Logger } from '#runtime';
import type { Connector, SendingConnector, SendResult } from '../../connector.js';
import { CallTime, LATE } from './call-time.js';
import { createUncertainty, NotSent, toDelivery, toDeliveryError, type Ended, type Try } from './delivery-records.js';
import type { LedgerQueue } from './ledger-queue.js';

/** A running inbox, seen from sending. */
export interface Outlet {
  readonly capabilities: Capabilities;
  /** Null: this connector only receives. */
  readonly connector: SendingConnector | null;
  /** For what it can do besides. */
  readonly instance: Connector;
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

  /** What the connector's answer, or its throw, says for certain; what comes of a call that took too long is its `later`. */
  async attempt(tried: Try): Promise<Ended | NotSent> {
    const { reply, attempt } = tried;
    const time = new CallTime(this.sendTimeoutMs);
    const call = async (): Promise<SendResult> => {
      const outlet = this.findOutlet(reply.inboxId);
      const { connector, capabilities } = outlet;
      if (connector === null) return { status: 'failed', error: createNoSending(reply) };
      const markSending = (remoteMessageId?: string) => time.mark(() => this.mark(tried, capabilities, remoteMessageId));
      return outlet.run(() => connector.send(reply, { attempt, markSending }));
    };
    const ending = this.conclude(tried, call(), time);
    const outcome = await time.race(ending);
    if (outcome !== LATE) return outcome;
    const late = `no answer within ${this.sendTimeoutMs} ms`;
    if (!(await time.mayHaveLeft())) return new NotSent(new Error(late), time.marked);
    return { result: { status: 'unknown', error: createUncertainty(reply.inboxId, late) }, asked: true, later: ending };
  }

  private async conclude({ reply }: Try, sending: Promise<SendResult>, time: CallTime): Promise<Ended | NotSent> {
    try {
      const result = await sending;
      return { result, asked: time.marked };
    } catch (error) {
      const { marked } = time;
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
