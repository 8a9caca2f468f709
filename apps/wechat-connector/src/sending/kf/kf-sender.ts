import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext, RecallResult, SendAttempt, SendResult, SentReply } from '#connector-sdk';
import type { ReplyRequested } from '#contracts';
import { ConfigurationError, RetriableError } from '#runtime';
import type { Language } from '../../converting/adapt-parts.js';
import { KF_WINDOW } from '../../converting/kf/to-inbound-message.js';
import { type OutgoingMessage, toOutgoingMessages } from '../../converting/outgoing-messages.js';
import { describeKfCapabilities } from '../../kf.capabilities.js';
import { readSentMsgIds, toOwnMsgId, toSentId } from '../../kf.ids.js';
import type { WecomApi } from '../../receiving/wecom-api.js';
import { PlatformRefusal, UncertainCall } from '../platform-errors.js';
import type { ReplyWindows } from '../reply-windows.js';
import { recallAll } from '../recall-wecom.js';
import { uploadFiles } from '../upload-files.js';
import { refuseWhenClosed } from '../window-gate.js';
import { concludeWecom, type Unsent } from '../conclude-wecom.js';
import type { KfSessions } from './kf-sessions.js';
import { findRecipient, type KfRecipient } from './recipient.js';
import { describeSession } from './refusals.js';

export interface KfSenderParts {
  readonly context: ConnectorContext;
  readonly api: WecomApi;
  readonly windows: ReplyWindows;
  readonly sessions: KfSessions;
  readonly openKfId: string;
  readonly language: Language;
}

const CAPABILITIES = describeKfCapabilities();
/** Waits between tries of one message whose answer did not come: its `msgid` makes the next one harmless. */
const RETRY_MS = [500, 2_000];
const SESSION_REFUSED = new Set([95013, 95016, 95018]);
/** The platform counts too, and knows of messages that others sent in the account's name. */
const WINDOW_REFUSED = new Set([95001, 95002]);
/** It says that it knows the `msgid`: what we sent before has arrived. There is no code of its own for it. */
const KNOWN_MSGID = /msgid.{0,40}(?:exist|repeat|duplicat|used)|(?:exist|repeat|duplicat).{0,40}msgid/i;

/** Sends one reply as one to five messages, each under an id of its own that the platform knows again. */
export class KfSender {
  constructor(private readonly parts: KfSenderParts) {}

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const recipient = findRecipient(reply, this.parts.openKfId);
    if ('error' in recipient) return { status: 'failed', error: recipient.error };
    const converted = toOutgoingMessages(reply, CAPABILITIES, this.parts.language);
    if ('error' in converted) return { status: 'failed', error: converted.error };
    const needed = converted.messages.length;
    const refused = await this.refuse(reply, recipient, attempt, needed);
    if (refused !== null) return refused;
    const messages = await this.upload(converted.messages);
    if (!Array.isArray(messages)) return messages;
    await this.count(reply, recipient, needed);
    try {
      await attempt.markSending(toOwnMsgId(reply.commandId, 0));
    } catch (error) {
      await this.parts.windows.spend(recipient.externalUserId, -needed).catch(() => undefined);
      throw error;
    }
    return this.sendAll(reply, recipient, messages);
  }

  /** All that can be known before anything leaves. */
  private async refuse(
    reply: ReplyRequested,
    recipient: KfRecipient,
    { attempt }: SendAttempt,
    needed: number,
  ): Promise<SendResult | null> {
    const { context, windows, sessions } = this.parts;
    const { externalUserId, writtenAt } = recipient;
    const heard = writtenAt === null ? undefined : { at: writtenAt, limits: KF_WINDOW };
    const window = await windows.look(externalUserId, context.clock.now(), heard);
    // What an earlier try of this reply may have sent is counted already: it is not refused for itself.
    const again = attempt > 1 && (await context.state.get<string>(countedKey(externalUserId))) === reply.commandId;
    const closed = again ? null : refuseWhenClosed(reply, window, needed);
    if (closed !== null) return closed;
    if (!(await sessions.isDoubtful(externalUserId, writtenAt))) return null;
    // Events told that a person has the session or that it ended: asked before anything is sent.
    const error = await this.askSession(recipient);
    return error === null ? null : { status: 'failed', error };
  }

  /** Before sending: a crash in between counts one too many, never one too few. */
  private async count(reply: ReplyRequested, { externalUserId }: KfRecipient, needed: number): Promise<void> {
    const { context, windows } = this.parts;
    if ((await context.state.get<string>(countedKey(externalUserId))) === reply.commandId) return;
    await windows.spend(externalUserId, needed);
    await context.state.set(countedKey(externalUserId), reply.commandId);
  }

  private async sendAll(reply: ReplyRequested, recipient: KfRecipient, messages: readonly OutgoingMessage[]): Promise<SendResult> {
    const { context, windows } = this.parts;
    for (const [index, message] of messages.entries()) {
      const unsent = await this.sendOne(recipient, message, toOwnMsgId(reply.commandId, index));
      if (unsent === null) continue;
      if (unsent.status !== 'unknown') {
        await windows.spend(recipient.externalUserId, index - messages.length, unsent.closed);
        await context.state.delete(countedKey(recipient.externalUserId));
      }
      return concludeWecom(unsent, index, messages.length, true);
    }
    context.succeeded();
    return { status: 'sent', remoteMessageId: toSentId(reply.commandId, messages.length) };
  }

  recall({ remoteMessageId, sentAt }: SentReply, attempt: number): Promise<RecallResult> {
    const { api, context, openKfId: open_kfid } = this.parts;
    const inTime = context.clock.now().getTime() - sentAt.getTime() < CAPABILITIES.recallWithinMs!;
    return recallAll(readSentMsgIds(remoteMessageId), attempt > 1 && inTime, (msgid) =>
      api.post('/cgi-bin/kf/recall_msg', { msgid, open_kfid }),
    );
  }

  /** Null when it was taken. */
  private async sendOne(recipient: KfRecipient, message: OutgoingMessage, msgid: string): Promise<Unsent | null> {
    let claimed = false;
    for (let tries = 0; ; tries += 1) {
      try {
        await this.post(recipient, message, msgid);
        return null;
      } catch (error) {
        if (error instanceof PlatformRefusal) {
          if (KNOWN_MSGID.test(error.errmsg)) return null;
          const isSession = SESSION_REFUSED.has(error.errcode);
          if (isSession && !claimed && (claimed = await this.claim(recipient))) continue;
          const session = isSession ? await this.askSession(recipient) : null;
          const closed = WINDOW_REFUSED.has(error.errcode) ? { closed: 'the platform takes no more' } : {};
          return { status: 'refused', refusal: error, ...(session === null ? {} : { session }), ...closed };
        }
        if (tries === 0 && (error instanceof RetriableError || error instanceof ConfigurationError)) return { status: 'unreached', error };
        const wait = RETRY_MS[tries];
        if (wait === undefined || !(error instanceof UncertainCall || error instanceof RetriableError))
          return { status: 'unknown', why: error instanceof Error ? error.message : String(error) };
        await sleep(wait, undefined, { signal: this.parts.context.signal }).catch(() => undefined);
      }
    }
  }

  private post({ externalUserId, openKfId }: KfRecipient, { msgType, content }: OutgoingMessage, msgid: string) {
    const body = { touser: externalUserId, open_kfid: openKfId, msgid, msgtype: msgType, [msgType]: content };
    return this.parts.api.post('/cgi-bin/kf/send_msg', body);
  }

  private async upload(messages: readonly OutgoingMessage[]): Promise<OutgoingMessage[] | SendResult> {
    const { api, context } = this.parts;
    // A secret that is not taken waits for the operator; behind the mark it could not.
    await api.ready();
    return uploadFiles(messages, { api, blobs: context.blobs, path: '/cgi-bin/media/upload' });
  }

  private async askSession({ externalUserId }: KfRecipient) {
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
}

/** The reply whose messages were counted last: replies of one customer come one after the other. */
function countedKey(externalUserId: string): string {
  return `counted:${externalUserId}`;
}
