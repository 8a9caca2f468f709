import {
  watchAccount,
  type ConnectorContext,
  type HttpConnector,
  type InboxAnswer,
  type InboxRequest,
  type SendAttempt,
  type SendingConnector,
  type SendResult,
} from '@tributary/connector-sdk';
import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { RetriableError } from '@tributary/connector-sdk/runtime';
import type { ParrotConfig } from './parrot.config.js';
import { takeCallback } from './receiving/callback.js';
import { lookAtAccount, toStateReport } from './receiving/look-at-account.js';
import { sendReply } from './sending/send-reply.js';

/** Takes what the remote posts to `/in/<inbox id>`, and sends through its API. */
export class ParrotConnector implements HttpConnector, SendingConnector {
  private context: ConnectorContext | null = null;
  private watching: Promise<void> = Promise.resolve();

  constructor(private readonly config: ParrotConfig) {}

  start(context: ConnectorContext): Promise<void> {
    this.context = context;
    const { lookEveryMs: calmMs } = this.config;
    const look = (signal: AbortSignal) => lookAtAccount(this.config, signal);
    this.watching = watchAccount(context, { look, explain: toStateReport, calmMs, backoffMs: [calmMs] });
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.watching;
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (this.context === null) throw new RetriableError('The inbox does not run yet', { code: 'not_started' });
    return takeCallback(request, this.config, this.context);
  }

  send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    return sendReply(reply, attempt, this.config);
  }
}
