import { neverConnected, type SendAttempt, type SendResult } from '@tributary/connector-sdk';
import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { RetriableError, type Clock } from '@tributary/connector-sdk/runtime';
import type { DingtalkApi } from '../calling/dingtalk-api.js';
import { DingtalkError } from '../calling/dingtalk-error.js';
import { readAnswer } from '../calling/read-answer.js';
import { toOutgoing, type Outgoing } from '../converting/to-outgoing.js';
import type { DingtalkConfig } from '../dingtalk.config.js';
import { toSentId } from '../dingtalk.ids.js';
import { toFailure, waitOf } from './error-classes.js';
import type { ReadWatch } from './read-watch.js';

const PATIENCE_MS = 10_000;

/** By the message's webhook while it lives (no token, no id), else by the API. */
export class ReplySender {
  constructor(
    private readonly config: Pick<DingtalkConfig, 'replyBy'>,
    private readonly api: DingtalkApi,
    private readonly clock: Clock,
    private readonly reads: ReadWatch,
  ) {}

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const outgoing = toOutgoing(reply, this.clock.now(), this.config.replyBy);
    if (!('webhook' in outgoing.way)) await this.prepare();
    await attempt.markSending();
    try {
      const remoteMessageId = await this.handOver(outgoing);
      if (remoteMessageId === null) return { status: 'sent' };
      // Of groups DingTalk tells nobody's reading.
      if ('person' in outgoing.way) this.reads.follow(reply, attempt.attempt, remoteMessageId);
      return { status: 'sent', remoteMessageId };
    } catch (error) {
      return this.conclude(error);
    }
  }

  /** Whoever waits for a token has surely sent nothing. */
  private async prepare(): Promise<void> {
    try {
      await this.api.prepare();
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const refused = error instanceof DingtalkError && error.status < 500;
      throw new RetriableError(`DingTalk gives no access token: ${words}`, {
        code: refused ? 'credentials_refused' : 'remote_away',
        ...(refused ? { hint: 'Set appKey and appSecret of this inbox anew.', fields: { category: 'auth' } } : {}),
        cause: error,
      });
    }
  }

  private async handOver({ way, text }: Outgoing): Promise<string | null> {
    if ('group' in way) return toSentId(await this.api.sendToGroup(way.group, text), way.group);
    if ('person' in way) return this.api.sendToPerson(way.person, text);
    const at = way.mention === undefined ? {} : { at: { atUserIds: [way.mention] } };
    await readAnswer(
      await fetch(way.webhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ msgtype: 'text', text: { content: text }, ...at }),
        // Whatever a webhook leads on to is no DingTalk.
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      }),
    );
    return null;
  }

  /** What escapes is uncertain: it may have arrived. */
  private conclude(error: unknown): SendResult {
    if (neverConnected(error)) throw new RetriableError('No connection to DingTalk', { code: 'remote_away', cause: error });
    // 5xx other than 503: it may have been taken before it broke.
    if (!(error instanceof DingtalkError) || (error.status >= 500 && waitOf(error) === null)) throw error;
    const retryAfterMs = waitOf(error);
    if (retryAfterMs !== null)
      throw new RetriableError(`DingTalk is busy: ${error.message} (${error.code})`, { code: 'remote_busy', retryAfterMs });
    return { status: 'failed', error: toFailure(error) };
  }
}
