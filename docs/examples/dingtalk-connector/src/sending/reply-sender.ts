import type { ConnectorContext, SendAttempt, SendResult } from '@tributary/connector-sdk';
import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { RetriableError } from '@tributary/connector-sdk/runtime';
import type { DingtalkApi } from '../calling/dingtalk-api.js';
import { DingtalkError } from '../calling/dingtalk-error.js';
import { readAnswer } from '../calling/read-answer.js';
import { type Place, toOutgoing } from '../converting/to-outgoing.js';
import type { DingtalkConfig } from '../dingtalk.config.js';
import { toSentId } from '../dingtalk.ids.js';
import { concludePiece } from './conclude-piece.js';
import type { ReadWatch } from './read-watch.js';
import { type Ready, uploadFiles } from './upload-files.js';

const PATIENCE_MS = 10_000;

/** By the message's webhook while it lives (no token, no id), else by the API; files always by the API. */
export class ReplySender {
  constructor(
    private readonly config: Pick<DingtalkConfig, 'replyBy'>,
    private readonly api: DingtalkApi,
    private readonly context: Pick<ConnectorContext, 'blobs' | 'clock'>,
    private readonly reads: ReadWatch,
  ) {}

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const outgoing = toOutgoing(reply, this.context.clock.now(), this.config.replyBy);
    const place = outgoing.find((one): one is typeof one & { way: Place } => !('webhook' in one.way))?.way;
    if (place !== undefined) await this.prepare();
    const ready = await uploadFiles(outgoing, this.api, this.context.blobs);
    if (!Array.isArray(ready)) return ready;
    await attempt.markSending();
    const keys: string[] = [];
    for (const [index, one] of ready.entries()) {
      try {
        // One after the other: each is there before the next leaves.
        const key = await this.handOver(one);
        if (key !== null) keys.push(key);
      } catch (error) {
        return concludePiece(error, index, ready.length);
      }
    }
    if (place === undefined) return { status: 'sent' };
    const remoteMessageId = toSentId(keys, 'group' in place ? place.group : undefined);
    // Of groups DingTalk tells nobody's reading.
    if ('person' in place) this.reads.follow(reply, attempt.attempt, remoteMessageId);
    return { status: 'sent', remoteMessageId };
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

  /** The API's key; null where a webhook took it. */
  private async handOver(one: Ready): Promise<string | null> {
    if ('text' in one) return this.postText(one);
    const { way, template } = one;
    return 'group' in way ? this.api.sendToGroup(way.group, template) : this.api.sendToPerson(way.person, template);
  }

  private async postText({ way: { webhook, mention }, text }: Extract<Ready, { text: string }>): Promise<null> {
    const at = mention === undefined ? {} : { at: { atUserIds: [mention] } };
    await readAnswer(
      await fetch(webhook, {
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
}
