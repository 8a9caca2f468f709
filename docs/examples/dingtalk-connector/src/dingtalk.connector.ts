import {
  MediaFetcher,
  openUrl,
  watchAccount,
  type ConnectorContext,
  type HttpConnector,
  type InboxAnswer,
  type InboxRequest,
  type RecallingConnector,
  type SendAttempt,
  type SendingConnector,
  type SendResult,
} from '@tributary/connector-sdk';
import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { RetriableError } from '@tributary/connector-sdk/runtime';
import { AccessToken } from './calling/access-token.js';
import { DingtalkApi } from './calling/dingtalk-api.js';
import type { DingtalkConfig } from './dingtalk.config.js';
import { takeCallback } from './receiving/callback.js';
import { StreamLink } from './receiving/stream-link.js';
import { MessageTaker } from './receiving/message-taker.js';
import { findMedia } from './receiving/find-media.js';
import { toStateReport } from './receiving/to-state-report.js';
import { ReadWatch } from './sending/read-watch.js';
import { recallReply } from './sending/recall-reply.js';
import { ReplySender } from './sending/reply-sender.js';

/** A good account is looked at less often than one that is not. */
const CALM = 60;

interface Parts {
  readonly fetching: Promise<void>;
  readonly taker: MessageTaker;
  readonly reads: ReadWatch;
  readonly sender: ReplySender;
}

/** What both ways in have in common: media, sending, receipts. */
abstract class DingtalkConnector implements SendingConnector {
  /** Absent where answers go by webhooks: those tell no id. */
  readonly recall?: RecallingConnector['recall'];
  protected readonly api: DingtalkApi;
  protected parts: Parts | null = null;

  constructor(protected readonly config: DingtalkConfig) {
    this.api = new DingtalkApi(config, new AccessToken(config));
    if (config.replyBy === 'api') this.recall = (sent, attempt) => recallReply(this.api, sent, attempt);
  }

  start(context: ConnectorContext): Promise<void> {
    const media = new MediaFetcher(context, {
      maxBytes: this.config.maxMediaBytes,
      open: async (job, signal) => openUrl(await findMedia(this.api, job), signal),
    });
    const fetching = media.run(context.signal).catch((error: unknown) => context.fail(error));
    const reads = new ReadWatch(context, this.api, this.config.lookEveryMs);
    const sender = new ReplySender(this.config, this.api, context, reads);
    this.parts = { fetching, taker: new MessageTaker(context, media, this.config), reads, sender };
    this.open(context, this.parts);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await Promise.all([this.close(), this.parts?.fetching, this.parts?.reads.stop()]);
  }

  send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    if (this.parts === null) throw new RetriableError('The inbox does not run yet', { code: 'not_started' });
    return this.parts.sender.send(reply, attempt);
  }

  protected abstract open(context: ConnectorContext, parts: Parts): void;
  protected abstract close(): Promise<void>;
}

/** DingTalk posts each message to `/in/<inbox id>`. */
export class DingtalkCallbackConnector extends DingtalkConnector implements HttpConnector {
  private watching: Promise<void> = Promise.resolve();

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (this.parts === null) throw new RetriableError('The inbox does not run yet', { code: 'not_started' });
    return takeCallback(request, this.config.appSecret, this.parts.taker);
  }

  protected open(context: ConnectorContext): void {
    const { lookEveryMs } = this.config;
    const times = { calmMs: lookEveryMs * CALM, backoffMs: [lookEveryMs] };
    this.watching = watchAccount(context, { look: () => this.api.knock(), explain: toStateReport, ...times });
  }

  protected async close(): Promise<void> {
    await this.watching;
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
