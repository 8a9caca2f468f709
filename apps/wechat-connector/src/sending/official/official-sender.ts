import type { ConnectorContext, SendAttempt, SendResult } from '#connector-sdk';
import type { Capabilities, InboundMessage, ReplyRequested } from '#contracts';
import { ConfigurationError, RetriableError } from '#runtime';
import { adaptParts, type Language, type Piece } from '../../converting/adapt-parts.js';
import type { WindowLimits } from '../reply-windows.js';
import { COUNT_OVER, type ReplyWindows, WINDOW_OVER } from '../reply-windows.js';
import { PlatformRefusal, toWaiting } from '../platform-errors.js';
import type { PlatformApi, Tokens } from '../platform-api.js';
import { refuseWhenClosed } from '../window-gate.js';
import { toNativeError } from '../native-errors.js';
import { concludeFailure } from '../conclude-failure.js';
import { type NativeMessage, toNativeMessage } from './native-message.js';
import { uploadMedia } from './upload-media.js';

export interface OfficialSenderParts {
  readonly api: PlatformApi;
  readonly tokens: Tokens;
  readonly windows: ReplyWindows;
  readonly context: Pick<ConnectorContext, 'blobs' | 'clock' | 'log'>;
  readonly capabilities: Capabilities;
  readonly limits: WindowLimits;
  readonly language: Language;
}

/** Answers by customer service messages (`message/custom/send`): several for one reply where it has pictures or many words. */
export class OfficialSender {
  constructor(private readonly parts: OfficialSenderParts) {}

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const { windows, context, capabilities, language, limits, tokens } = this.parts;
    const openid = openidOf(reply);
    if (openid === null) return { status: 'failed', error: NOBODY };
    const adapted = adaptParts(reply, capabilities, language);
    if ('error' in adapted) return { status: 'failed', error: adapted.error };
    const window = await windows.look(openid, context.clock.now(), heardOf(reply, limits));
    const refused = refuseWhenClosed(reply, window, adapted.pieces.length);
    if (refused !== null) return refused;
    let messages: NativeMessage[];
    try {
      messages = await this.prepare(openid, adapted.pieces);
      // Without a token nothing leaves: found out before the mark, the reply waits for the operator.
      await tokens.get();
    } catch (error) {
      if (!(error instanceof PlatformRefusal)) throw error;
      const waiting = toWaiting(error);
      if (waiting instanceof ConfigurationError || waiting.retryAfterMs !== undefined) throw waiting;
      return { status: 'failed', error: toNativeError(error.errcode, error.errmsg) };
    }
    await attempt.markSending();
    return this.deliver(openid, messages);
  }

  private async prepare(openid: string, pieces: readonly Piece[]): Promise<NativeMessage[]> {
    const messages: NativeMessage[] = [];
    for (const piece of pieces) {
      const mediaId =
        piece.kind === 'text' ? null : await uploadMedia(this.parts.api, piece, await this.parts.context.blobs.get(piece.ref));
      messages.push(toNativeMessage(openid, piece, mediaId));
    }
    return messages;
  }

  /** One after the other: the platform shows them in the order in which they came. */
  private async deliver(openid: string, messages: readonly NativeMessage[]): Promise<SendResult> {
    for (const [index, message] of messages.entries()) {
      try {
        await this.parts.api.call({ path: '/cgi-bin/message/custom/send', json: message });
      } catch (error) {
        const replyWindow = await this.learn(openid, error);
        const result = concludeFailure(error, index, messages.length);
        return result.status === 'failed' && replyWindow !== null ? { ...result, replyWindow } : result;
      }
      await this.spend(openid, 1);
    }
    return { status: 'sent' };
  }

  /** The platform's word counts for more than what we counted. */
  private async learn(openid: string, error: unknown): Promise<ReplyWindow | null> {
    if (!(error instanceof PlatformRefusal)) return null;
    const closed = CLOSED_BY.get(error.errcode);
    if (closed === undefined) return null;
    await this.spend(openid, 0, closed.reason);
    return closed;
  }

  /** Counting serves the next reply: this one is sent, whatever comes of it. */
  private async spend(openid: string, messages: number, closed?: string): Promise<void> {
    try {
      await this.parts.windows.spend(openid, messages, closed);
    } catch (error) {
      if (!(error instanceof RetriableError)) throw error;
      this.parts.context.log.warn('a sent message was not counted', { error });
    }
  }
}

type ReplyWindow = InboundMessage['replyWindow'];

const CLOSED_BY: ReadonlyMap<number, ReplyWindow> = new Map([
  [45015, { open: false, reason: WINDOW_OVER }],
  [45047, { open: false, remaining: 0, reason: COUNT_OVER }],
]);

function openidOf({ to, channelContext }: ReplyRequested): string | null {
  const named = to.find(({ scheme }) => scheme === 'wechat_openid')?.value;
  return named ?? (to.length === 0 ? readContext(channelContext, 'openid') : null);
}

function heardOf({ channelContext }: ReplyRequested, limits: WindowLimits): { at: Date; limits: WindowLimits } | undefined {
  const at = Date.parse(readContext(channelContext, 'heardAt') ?? '');
  return Number.isNaN(at) ? undefined : { at: new Date(at), limits };
}

function readContext(context: unknown, name: string): string | null {
  const value = context !== null && typeof context === 'object' ? (context as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : null;
}

const NOBODY = {
  code: 'no_openid',
  category: 'recipient_invalid',
  permanent: true,
  message: 'It was not sent: no follower of the account is named in `to`',
  hint: 'Answer a message of the customer on this channel: the account knows people by their openid only.',
} as const;
