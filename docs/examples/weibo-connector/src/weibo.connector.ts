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
import { WeiboApi } from './calling/weibo-api.js';
import { AccountWatch } from './receiving/account-watch.js';
import { takeCallback } from './receiving/callback.js';
import { MediaFetcher } from './receiving/media-fetcher.js';
import { sendReply } from './sending/send-reply.js';
import type { WeiboConfig } from './weibo.config.js';

interface Running {
  readonly context: ConnectorContext;
  readonly watch: AccountWatch;
  readonly media: MediaFetcher;
}

/** Takes what Weibo posts to `/in/<inbox id>`, and answers by its messages API. */
export class WeiboConnector implements HttpConnector, SendingConnector {
  private readonly api: WeiboApi;
  private running: Running | null = null;

  constructor(private readonly config: WeiboConfig) {
    this.api = new WeiboApi(config);
  }

  start(context: ConnectorContext): Promise<void> {
    const watch = new AccountWatch(context, this.api, this.config.lookEveryMs);
    const media = new MediaFetcher(context, this.api, this.config.maxMediaBytes);
    this.running = { context, watch, media };
    watch.start();
    media.start();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await Promise.all([this.running?.watch.stop(), this.running?.media.stop()]);
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    const { context, media } = this.demand();
    return takeCallback(request, this.config, context, media);
  }

  send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    return sendReply(reply, attempt, this.api, this.demand().context);
  }

  private demand(): Running {
    if (this.running === null) throw new RetriableError('The inbox does not run yet', { code: 'not_started' });
    return this.running;
  }
}
