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
import { AccessToken } from './calling/access-token.js';
import { DingtalkApi } from './calling/dingtalk-api.js';
import type { DingtalkConfig } from './dingtalk.config.js';
import { AccountWatch } from './receiving/account-watch.js';
import { takeCallback } from './receiving/callback.js';
import { MediaFetcher } from './receiving/media-fetcher.js';
import { StreamLink } from './receiving/stream-link.js';
import { MessageTaker } from './receiving/message-taker.js';
import { ReadWatch } from './sending/read-watch.js';
import { ReplySender } from './sending/reply-sender.js';

interface Parts {
  readonly media: MediaFetcher;
  readonly taker: MessageTaker;
  readonly reads: ReadWatch;
  readonly sender: ReplySender;
}

/** What both ways in have in common: media, sending, receipts. */
abstract class DingtalkConnector implements SendingConnector {
  protected readonly api: DingtalkApi;
  protected parts: Parts | null = null;

  constructor(protected readonly config: DingtalkConfig) {
    this.api = new DingtalkApi(config, new AccessToken(config));
  }

  start(context: ConnectorContext): Promise<void> {
    const media = new MediaFetcher(context, this.api, this.config.maxMediaBytes);
    const reads = new ReadWatch(context, this.api, this.config.lookEveryMs);
    const sender = new ReplySender(this.config, this.api, context.clock, reads);
    this.parts = { media, taker: new MessageTaker(context, media, this.config), reads, sender };
    media.start();
    this.open(context, this.parts);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await Promise.all([this.close(), this.parts?.media.stop(), this.parts?.reads.stop()]);
  }

  send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    if (this.parts === null) throw new RetriableError('The inbox does not run yet', { code: 'not_started' });
    return this.parts.sender.send(reply, attempt);
  }

  /** Takes an answer back that the API sent: its remote id. */
  recall(remoteMessageId: string): Promise<void> {
    return this.api.recall(remoteMessageId);
  }

  protected abstract open(context: ConnectorContext, parts: Parts): void;
  protected abstract close(): Promise<void>;
}

/** DingTalk posts each message to `/in/<inbox id>`. */
export class DingtalkCallbackConnector extends DingtalkConnector implements HttpConnector {
  private watch: AccountWatch | null = null;

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (this.parts === null) throw new RetriableError('The inbox does not run yet', { code: 'not_started' });
    return takeCallback(request, this.config.appSecret, this.parts.taker);
  }

  protected open(context: ConnectorContext): void {
    this.watch = new AccountWatch(context, this.api, this.config.lookEveryMs);
    this.watch.start();
  }

  protected async close(): Promise<void> {
    await this.watch?.stop();
  }
}

/** We open a WebSocket, and DingTalk pushes messages through it. */
export class DingtalkStreamConnector extends DingtalkConnector {
  private link: StreamLink | null = null;

  protected open(context: ConnectorContext, { taker }: Parts): void {
    this.link = new StreamLink(context, this.api, taker);
    this.link.start();
  }

  protected async close(): Promise<void> {
    await this.link?.stop();
  }
}
