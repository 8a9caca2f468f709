import {
  MediaFetcher,
  openUrl,
  watchAccount,
  type ConnectorContext,
  type HttpConnector,
  type InboxAnswer,
  type InboxRequest,
  type MediaJob,
  type SendAttempt,
  type SendingConnector,
  type SendResult,
} from '@tributary/connector-sdk';
import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { RetriableError } from '@tributary/connector-sdk/runtime';
import { WeiboApi } from './calling/weibo-api.js';
import { takeCallback } from './receiving/callback.js';
import { toStateReport } from './receiving/to-state-report.js';
import { sendReply } from './sending/send-reply.js';
import type { WeiboConfig } from './weibo.config.js';

/** A good account is looked at less often than one that is not. */
const CALM = 60;

interface Running {
  readonly context: ConnectorContext;
  readonly media: MediaFetcher;
  /** Of what goes on by itself. */
  readonly ended: Promise<unknown>;
}

/** Takes what Weibo posts to `/in/<inbox id>`, and answers by its messages API. */
export class WeiboConnector implements HttpConnector, SendingConnector {
  private readonly api: WeiboApi;
  private running: Running | null = null;

  constructor(private readonly config: WeiboConfig) {
    this.api = new WeiboApi(config);
  }

  start(context: ConnectorContext): Promise<void> {
    const { lookEveryMs, maxMediaBytes: maxBytes } = this.config;
    const open = ({ media: { source } }: MediaJob, signal: AbortSignal) => openUrl(this.api.findDownload(source.ref), signal);
    const media = new MediaFetcher(context, { maxBytes, open });
    const times = { calmMs: lookEveryMs * CALM, backoffMs: [lookEveryMs] };
    const watching = watchAccount(context, { look: () => this.api.knock(), explain: toStateReport, ...times });
    const ended = Promise.all([watching, media.run(context.signal)]).catch((error: unknown) => context.fail(error));
    this.running = { context, media, ended };
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.running?.ended;
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
