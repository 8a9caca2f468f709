import { ConversationKey, EventId, InboxRef, Sender } from '#contracts';
import type { ContactEvent, InboxGap, MessageParked } from '#contracts';
import { z } from 'zod';
import { toConversationEvent } from '../conversations/conversation-event.js';
import type { StoredMessage } from './intake-item.js';

/** The least that an event of a type we do not know must tell to become an entry. */
export const UnknownEvent = z.looseObject({
  id: EventId,
  idempotencyKey: z.string().min(1).max(256),
  inbox: InboxRef,
  conversationKey: ConversationKey,
  receivedAt: z.iso.datetime(),
  sender: Sender.optional(),
  occurredAt: z.iso.datetime().optional(),
  remoteMessageId: z.string().max(998).optional(),
});
export type UnknownEvent = z.infer<typeof UnknownEvent>;

interface About {
  readonly id: StoredMessage['id'];
  readonly idempotencyKey: string;
  readonly inbox: InboxRef;
  readonly conversationKey: ConversationKey;
  readonly receivedAt: string;
}

/**
 * A message that its connector would not take is an entry like any other: a person must look at it. It is answered by nobody
 * automatically, for nothing is known of what it says.
 */
export function fromParked(event: MessageParked): StoredMessage {
  const subject = Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'subject')?.[1];
  const text = `This message was not taken (${event.reason}, ${event.sizeBytes} bytes).${subject === undefined ? '' : `\nSubject: ${subject}`}`;
  return {
    ...toSystemMessage(event, text, 'message.parked', {
      ...{ reason: event.reason, cause: event.cause },
      ...{ sizeBytes: event.sizeBytes, headers: event.headers },
    }),
    direction: 'inbound',
    deliveryId: event.deliveryId,
    remoteMessageId: event.remoteMessageId,
    sender: event.sender,
    occurredAt: event.occurredAt,
    conversation: { key: event.conversationKey, kind: 'direct', continues: false },
    threading: { references: [], ...(subject === undefined ? {} : { subject: subject.slice(0, 2000) }) },
    raw: event.raw ?? null,
  };
}

/** Something a person did that is no message: shown in his open conversation, else in a closed ticket of its own. */
export function fromContactEvent(event: ContactEvent): StoredMessage {
  return {
    ...toSystemMessage(event, describe(event), 'contact.event', { name: event.name, act: event.act, data: event.data }),
    sender: event.sender,
    occurredAt: event.occurredAt,
    ...(event.question === undefined ? {} : toAnswerable(event.question)),
    ...(event.replyWindow === undefined ? {} : { windowAfter: event.replyWindow }),
  };
}

function describe({ name, data }: ContactEvent): string {
  const event = toConversationEvent(name, data);
  switch (event?.name) {
    case 'chat.rated':
      return `Rated ${event.data.score} of 5${event.data.comment === undefined ? '.' : `: ${event.data.comment}`}`;
    case 'chat.transcript_requested':
      return `Wants the transcript mailed to ${event.data.email}.`;
    case 'chat.ended':
      return 'Ended the conversation.';
    default:
      return name;
  }
}

function toAnswerable({ asks, replyWindow, channelContext }: NonNullable<ContactEvent['question']>) {
  return { handling: { asks }, replyWindow, channelContext, mayAutoReply: true };
}

/** What was gone before we could fetch it. All gaps of an inbox gather in one closed ticket. */
export function fromGap(event: InboxGap): StoredMessage {
  const { folder, remoteIds, from, until, reason, cause } = event;
  const count = remoteIds.length > 0 ? `${remoteIds.length} messages` : 'messages';
  const text = `${count} of inbox ${event.inbox.id} were gone before they could be fetched (${reason}).`;
  return toSystemMessage(event, text, 'inbox.gap', { folder, remoteIds, from, until, reason, cause });
}

/** An event of a newer or foreign connector: kept whole, out of the way. */
export function fromUnknown(type: string, event: UnknownEvent): StoredMessage {
  const message = toSystemMessage(event, `An event of an unknown kind: ${type}`, type, event);
  return {
    ...message,
    ...(event.sender === undefined ? {} : { sender: event.sender }),
    ...(event.occurredAt === undefined ? {} : { occurredAt: event.occurredAt }),
    ...(event.remoteMessageId === undefined ? {} : { remoteMessageId: event.remoteMessageId }),
  };
}

function toSystemMessage(event: About, text: string, code: string, data: Record<string, unknown>): StoredMessage {
  const { inbox } = event;
  return {
    id: event.id,
    idempotencyKey: event.idempotencyKey,
    deliveryId: event.id,
    remoteMessageId: event.id,
    revision: 1,
    inbox,
    direction: 'system',
    occurredAt: event.receivedAt,
    receivedAt: event.receivedAt,
    occurredPrecision: 'ms',
    sender: {
      role: 'system',
      displayName: inbox.id,
      identities: [{ scheme: 'inbox', value: inbox.id, raw: inbox.id, assurance: 'verified' }],
    },
    recipients: [],
    conversation: { key: event.conversationKey, kind: 'direct', continues: true },
    threading: { references: [] },
    parts: [{ partId: '1', type: 'system', code, data, fallback: text }],
    plainText: text,
    newText: text,
    replyWindow: { open: false },
    flags: {},
    mayAutoReply: false,
    raw: null,
    channelContext: null,
  };
}
