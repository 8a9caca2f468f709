import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext, SendAttempt, SendResult } from '#connector-sdk';
import type { DeliveryChanged, ReplyRequested } from '#contracts';
import { RetriableError } from '#runtime';
import { type OutgoingMessage, toOutgoingMessages } from '../../converting/outgoing-messages.js';
import { explainCode, toWecomFailure } from '../../converting/wecom-codes.js';
import { toOwnMsgId } from '../../kf.ids.js';
import { type PlatformApi, PlatformRefusal } from '../../receiving/platform-api.js';
import { NoAnswerError } from '../../receiving/platform-http.js';
import type { ReplyWindow } from '../reply-window.js';
import { uploadFiles } from '../upload-files.js';
import type { KfSessions } from './kf-sessions.js';
import { findRecipient, type KfRecipient } from './recipient.js';
import { describeSession, refuseByWindow } from './refusals.js';

type Failure = NonNullable<DeliveryChanged['error']>;

export interface KfSenderParts {
  readonly context: ConnectorContext;
  readonly api: PlatformApi;
  readonly window: ReplyWindow;
  readonly sessions: KfSessions;
  readonly openKfId: string;
}

const KINDS = { location: true, link: false, miniProgram: true } as const;
/** Tries of one message whose answer did not come: its `msgid` makes the second one harmless. */
const RETRY_MS = [500, 2_000];
const SESSION_REFUSED = new Set([95018, 95013, 95016]);
/** The platform says that it knows the `msgid`: what we sent before has arrived. It documents no code for it. */
const KNOWN_MSGID = /msgid.{0,40}(?:exist|repeat|duplicat|used)|(?:exist|repeat|duplicat).{0,40}msgid/i;

/** Sends one reply as one to five messages, each under an id of its own that the platform knows again. */
export class KfSender {
  constructor(private readonly parts: KfSenderParts) {}

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const { context, window, api, openKfId } = this.parts;
    const found = findRecipient(reply, openKfId);
    if ('error' in found) return { status: 'failed', error: found.error };
    const converted = toOutgoingMessages(reply.parts, reply.adapt, KINDS);
    if ('error' in converted) return { status: 'failed', error: converted.error };
    const ids = converted.messages.map((_, index) => toOwnMsgId(reply.commandId, index));
    const view = await window.look(found.externalUserId, context.clock.now(), found.writtenAt);
    const counted = view.wroteAt === null ? new Set<string>() : await window.counted(found.externalUserId, view.wroteAt);
    const refused = refuseByWindow(reply, view, ids.filter((id) => !counted.has(id)).length);
    if (refused !== null) return refused;
    const taken = await this.refuseBySession(found, view.wroteAt!);
    if (taken !== null) return { status: 'failed', error: taken };
    const messages = await this.surely(() => uploadFiles(converted.messages, { api, blobs: context.blobs, path: '/cgi-bin/media/upload' }));
    if ('error' in messages) return { status: 'failed', error: messages.error };
    await window.count(found.externalUserId, view.wroteAt!, ids);
    try {
      await attempt.markSending(ids[0]);
      return await this.sendAll(found, messages.value, ids);
    } catch (error) {
      if (error instanceof RetriableError) await window.discount(found.externalUserId, ids).catch(() => undefined);
      throw error;
    }
  }

  private async sendAll(recipient: KfRecipient, messages: readonly OutgoingMessage[], ids: readonly string[]): Promise<SendResult> {
    for (const [index, message] of messages.entries()) {
      const outcome = await this.sendOne(recipient, message, ids[index]!);
      if (outcome === 'sent') continue;
      const { externalUserId } = recipient;
      if (outcome.status === 'failed') await this.parts.window.discount(externalUserId, ids.slice(index));
      const before = index === 0 ? '' : ` The first ${index} of its ${ids.length} messages arrived.`;
      return { status: outcome.status, error: { ...outcome.error, message: `${outcome.error.message}.${before}`.replace('..', '.') } };
    }
    this.parts.context.succeeded();
    return { status: 'sent', remoteMessageId: ids[0]! };
  }

  /** Throws `RetriableError` when it surely was not taken and may be later. */
  private async sendOne(
    recipient: KfRecipient,
    message: OutgoingMessage,
    msgid: string,
  ): Promise<'sent' | { status: 'failed' | 'unknown'; error: Failure }> {
    let claimed = false;
    for (let tries = 0; ; tries += 1) {
      try {
        await this.post(recipient, message, msgid);
        return 'sent';
      } catch (error) {
        if (error instanceof PlatformRefusal && error.code >= -1) {
          if (KNOWN_MSGID.test(error.words)) return 'sent';
          if (SESSION_REFUSED.has(error.code) && !claimed && (await this.claim(recipient))) {
            claimed = true;
            continue;
          }
          return this.refuse(error, recipient);
        }
        if (error instanceof NoAnswerError && !error.sent && tries === 0) throw unreachable(error);
        if (!(error instanceof NoAnswerError) && !(error instanceof PlatformRefusal)) throw error;
        const wait = RETRY_MS[tries];
        if (wait === undefined) return { status: 'unknown', error: uncertain(error) };
        await sleep(wait, undefined, { signal: this.parts.context.signal }).catch(() => undefined);
      }
    }
  }

  private post({ externalUserId, openKfId }: KfRecipient, { msgType, content }: OutgoingMessage, msgid: string) {
    const body = { touser: externalUserId, open_kfid: openKfId, msgid, msgtype: msgType, [msgType]: content };
    return this.parts.api.post('/cgi-bin/kf/send_msg', body);
  }

  private async refuse(refusal: PlatformRefusal, recipient: KfRecipient): Promise<{ status: 'failed'; error: Failure }> {
    const code = explainCode(refusal.code);
    if (code.later)
      throw new RetriableError(`WeCom did not take it: ${code.message}`, {
        code: `wecom_${code.category}`,
        hint: code.hint,
        retryAfterMs: 10_000,
        fields: { category: code.category },
      });
    if (code.category === 'auth' || code.category === 'misconfigured')
      throw new RetriableError(`WeCom did not take it: ${code.message} (${refusal.code})`, {
        code: `wecom_${code.category}`,
        hint: code.hint,
        retryAfterMs: 60_000,
        fields: { category: 'auth' },
      });
    const session = SESSION_REFUSED.has(refusal.code) ? await this.ask(recipient) : null;
    return { status: 'failed', error: session ?? toWecomFailure(refusal.code, refusal.words) };
  }

  /** Events told that a person has the session or that it ended: asked before anything is sent. */
  private async refuseBySession(recipient: KfRecipient, wroteAt: Date): Promise<Failure | null> {
    if (!(await this.parts.sessions.isDoubtful(recipient.externalUserId, wroteAt))) return null;
    return this.ask(recipient);
  }

  private async ask({ externalUserId }: KfRecipient): Promise<Failure | null> {
    const asked = await this.parts.sessions.ask(externalUserId).catch(() => null);
    return asked === null ? null : describeSession(asked);
  }

  /** A new session that nobody has: some accounts want it claimed before they let the API answer. */
  private async claim({ externalUserId }: KfRecipient): Promise<boolean> {
    try {
      if ((await this.parts.sessions.ask(externalUserId)).state !== 0) return false;
      await this.parts.sessions.claim(externalUserId);
      return true;
    } catch {
      return false;
    }
  }

  /** Nothing was sent yet: what the network does is a wait, what the platform refuses is final. */
  private async surely<T>(work: () => Promise<T>): Promise<{ value: T } | { error: Failure }> {
    try {
      return { value: await work() };
    } catch (error) {
      if (error instanceof NoAnswerError) throw unreachable(error);
      if (!(error instanceof PlatformRefusal)) throw error;
      if (error.code < 0 || explainCode(error.code).later)
        throw new RetriableError(`A file could not be uploaded: ${error.message}`, { code: 'wecom_upload', retryAfterMs: 10_000 });
      return { error: toWecomFailure(error.code, error.words) };
    }
  }
}

function unreachable(error: NoAnswerError): RetriableError {
  return new RetriableError(error.message, { code: 'wecom_unreachable', hint: 'Check the network.', retryAfterMs: 5_000, cause: error });
}

function uncertain(error: Error): Failure {
  return {
    code: 'wecom_no_answer',
    category: 'timeout',
    permanent: false,
    message: `WeCom did not say whether it took the message (${error.message})`,
    hint: 'Look in the chat whether it arrived before you send it once more.',
  };
}
