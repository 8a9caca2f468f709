import type { InboundMessage, InboxRef } from '@tributary/connector-sdk/contracts';
import { conversationKeyOf, idsOf, remoteIdOf } from '../weibo.ids.js';
import type { ChannelContext } from './channel-context.js';
import { toPart } from './to-parts.js';
import { fieldOf, type WeiboMessage } from './weibo-message.js';
import { readWeiboTime } from './weibo-time.js';

export interface Circumstances {
  readonly inbox: InboxRef;
  readonly receivedAt: Date;
  readonly raw: InboundMessage['raw'];
  readonly deliveryId: string;
  readonly windowMs: number;
  readonly answerMentionsWithinMs: number;
}

/** A private message, or a mention: that one is public, and belongs to the post it stands at. Pure. */
export function toInboundMessage(message: WeiboMessage, about: Circumstances): InboundMessage {
  const { inbox, receivedAt } = about;
  const remoteMessageId = remoteIdOf(message);
  const part = toPart(message);
  const isPublic = message.type === 'mention';
  const post = fieldOf(message, 'key');
  const at = readWeiboTime(message.created_at) ?? receivedAt;
  const until = at.getTime() + about.windowMs;
  const context: ChannelContext = { userId: message.sender_id, messageId: remoteMessageId, until, once: isPublic };
  return {
    ...idsOf(inbox, remoteMessageId),
    deliveryId: `${remoteMessageId.slice(0, 40)}@${about.deliveryId}`.slice(0, 256),
    remoteMessageId,
    revision: 1,
    inbox,
    direction: 'inbound',
    occurredAt: at.toISOString(),
    receivedAt: receivedAt.toISOString(),
    occurredPrecision: 's',
    sender: { role: 'customer', identities: [toIdentity(message)] },
    recipients: [],
    conversation: {
      key: conversationKeyOf(inbox, message.sender_id, isPublic ? (post ?? remoteMessageId) : undefined),
      ...(post === undefined ? {} : { remoteId: post }),
      kind: isPublic ? 'thread' : 'direct',
      continues: true,
    },
    threading: { references: [] },
    parts: [part],
    plainText: part.fallback,
    newText: part.fallback,
    replyWindow: {
      open: until > receivedAt.getTime(),
      endsAt: new Date(until).toISOString(),
      ...(isPublic ? { remaining: 1, reason: 'A mention can be answered once, by a private message' } : {}),
    },
    // Everybody can read it, so it has a clock of its own: a task of the ticket, from when it was written.
    flags: isPublic ? { public: true } : {},
    ...(isPublic ? { handling: { tasks: [toTask(new Date(at.getTime() + about.answerMentionsWithinMs))] } } : {}),
    mayAutoReply: !isPublic,
    raw: about.raw,
    channelContext: context,
    extras: { weibo: { type: message.type, createdAtAsWritten: message.created_at.slice(0, 100), ...subtypeOf(message) } },
  };
}

function toTask(due: Date) {
  return {
    key: 'public_mention',
    kind: 'public_answer',
    text: '公开提及待回复 · Answer what was said in public',
    dueAt: due.toISOString(),
  };
}

export function toIdentity({ sender_id }: WeiboMessage) {
  return { scheme: 'weibo_uid', value: sender_id, raw: sender_id, assurance: 'claimed' as const };
}

function subtypeOf(message: WeiboMessage) {
  const subtype = fieldOf(message, 'subtype');
  return subtype === undefined ? {} : { subtype: subtype.slice(0, 100) };
}
