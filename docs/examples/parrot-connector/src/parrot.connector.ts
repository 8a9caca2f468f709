import type {
  ConnectorContext,
  HttpConnector,
  InboxAnswer,
  InboxRequest,
  SendAttempt,
  SendingConnector,
  SendResult,
} from '@tributary/connector-sdk';
import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { RetriableError } from '@tributary/connector-sdk/runtime';
import type { ParrotConfig } from './parrot.config.js';
import { takeCallback } from './receiving/callback.js';
import { AccountWatch } from './receiving/account-watch.js';
import { sendReply } from './sending/send-reply.js';

/** Takes what the remote posts to `/in/<inbox id>`, and sends through its API. */
export class ParrotConnector implements HttpConnector, SendingConnector {
  private context: ConnectorContext | null = null;
  private watch: AccountWatch | null = null;

  constructor(private readonly config: ParrotConfig) {}

  start(context: ConnectorContext): Promise<void> {
    this.context = context;
    this.watch = new AccountWatch(this.config, context);
    this.watch.start();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.watch?.stop();
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (this.context === null) throw new RetriableError('The inbox does not run yet', { code: 'not_started' });
    return takeCallback(request, this.config, this.context);
  }

  send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    return sendReply(reply, attempt, this.config);
  }
}
