import type { ConnectorContext, RecallResult, SendAttempt, SendResult, SentReply } from '#connector-sdk';
import type { DeliveryChanged, ReplyRequested } from '#contracts';
import { ConfigurationError, RetriableError } from '#runtime';
import type { Language } from '../../converting/adapt-parts.js';
import { isObject, readText } from '../../converting/kf/kf-item.js';
import { type OutgoingMessage, toOutgoingMessages } from '../../converting/outgoing-messages.js';
import type { WecomApi } from '../../receiving/wecom-api.js';
import { describeAppCapabilities } from '../../wecom-app.capabilities.js';
import { concludeWecom, type Unsent } from '../conclude-wecom.js';
import { readSentId, toSentId } from '../../wecom-app.ids.js';
import { PlatformRefusal } from '../platform-errors.js';
import { recallAll } from '../recall-wecom.js';
import { uploadFiles } from '../upload-files.js';
import type { MemberRate } from './member-rate.js';

type Failure = NonNullable<DeliveryChanged['error']>;

export interface AppSenderParts {
  readonly context: ConnectorContext;
  readonly api: WecomApi;
  readonly rate: MemberRate;
  readonly agentId: number;
  readonly duplicateCheckS: number;
  readonly language: Language;
}

const CAPABILITIES = describeAppCapabilities();

/** Sends one reply to one member. WeCom knows no id of ours: what got no answer is `unknown`, and not sent again. */
export class AppSender {
  constructor(private readonly parts: AppSenderParts) {}

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const { context, api, rate, language } = this.parts;
    const member = findMember(reply);
    if (typeof member !== 'string') return { status: 'failed', error: member };
    const converted = toOutgoingMessages(reply, CAPABILITIES, language);
    if ('error' in converted) return { status: 'failed', error: converted.error };
    await api.ready();
    const messages = await uploadFiles(converted.messages, { api, blobs: context.blobs, path: '/cgi-bin/media/upload' });
    if (!Array.isArray(messages)) return messages;
    const waitMs = await rate.take(member, messages.length, context.clock.now());
    if (waitMs > 0)
      throw new RetriableError(
        `${member} has got as many messages as WeCom delivers in a minute or an hour; more it drops without a word`,
        {
          code: 'wecom_member_rate',
          hint: 'It goes out by itself in a moment.',
          retryAfterMs: waitMs,
          fields: { category: 'rate_limited' },
        },
      );
    await attempt.markSending();
    return this.sendAll(member, messages);
  }

  private async sendAll(member: string, messages: readonly OutgoingMessage[]): Promise<SendResult> {
    const msgids: string[] = [];
    for (const [index, message] of messages.entries()) {
      const outcome = await this.sendOne(member, message);
      if ('invalid' in outcome) return { status: 'failed', error: outcome.invalid };
      if ('unsent' in outcome) return concludeWecom(outcome.unsent, index, messages.length, false);
      if (outcome.msgid !== null) msgids.push(outcome.msgid);
    }
    this.parts.context.succeeded();
    const remoteMessageId = toSentId(msgids);
    return { status: 'sent', ...(remoteMessageId === null ? {} : { remoteMessageId }) };
  }

  /** Out of WeCom itself; what a member reads in the WeChat plug-in stays there (documented). */
  recall({ remoteMessageId, sentAt }: SentReply, attempt: number): Promise<RecallResult> {
    const { context } = this.parts;
    const inTime = context.clock.now().getTime() - sentAt.getTime() < CAPABILITIES.recallWithinMs!;
    return recallAll(readSentId(remoteMessageId), attempt > 1 && inTime, (msgid) =>
      this.parts.api.post('/cgi-bin/message/recall', { msgid }),
    );
  }

  private async sendOne(
    member: string,
    { msgType, content }: OutgoingMessage,
  ): Promise<{ msgid: string | null } | { unsent: Unsent } | { invalid: Failure }> {
    const { api, agentId, duplicateCheckS } = this.parts;
    const check = duplicateCheckS === 0 ? {} : { enable_duplicate_check: 1, duplicate_check_interval: duplicateCheckS };
    try {
      const answer = await api.post('/cgi-bin/message/send', {
        touser: member,
        agentid: agentId,
        msgtype: msgType,
        [msgType]: content,
        ...check,
      });
      const invalid = readText(answer['invaliduser']);
      return invalid === null ? { msgid: readText(answer['msgid']) } : { invalid: unknownMember(invalid) };
    } catch (error) {
      if (error instanceof PlatformRefusal) return { unsent: { status: 'refused', refusal: error } };
      if (error instanceof RetriableError || error instanceof ConfigurationError) return { unsent: { status: 'unreached', error } };
      return { unsent: { status: 'unknown', why: error instanceof Error ? error.message : String(error) } };
    }
  }
}

function findMember({ channelContext, to }: ReplyRequested): string | Failure {
  const context = isObject(channelContext) ? channelContext : {};
  const member = to.find(({ scheme }) => scheme === 'wecom_user')?.value ?? null;
  // By address he is meant himself, whatever chat he wrote in before.
  if (member === null && readText(context['chat']) !== null) return GROUP;
  return member ?? readText(context['member']) ?? NOBODY;
}

const GROUP: Failure = {
  code: 'wecom_group_is_read_only',
  category: 'unsupported_part',
  permanent: true,
  message: 'It was not sent: WeCom lets no app answer in a group chat that it did not make itself',
  hint: 'Answer the member alone, or write in the chat in WeCom.',
};

const NOBODY: Failure = {
  code: 'wecom_no_recipient',
  category: 'recipient_invalid',
  permanent: true,
  message: 'The reply names no member of the company',
  hint: 'Answer in a conversation that came through this inbox.',
};

function unknownMember(member: string): Failure {
  return {
    code: 'wecom_invaliduser',
    category: 'recipient_invalid',
    permanent: true,
    nativeCode: 'invaliduser',
    message: `It was not sent: WeCom does not deliver to ${member}`,
    hint: 'Put the member into the visible range of the app in the WeCom admin console; or the member has left.',
  };
}
