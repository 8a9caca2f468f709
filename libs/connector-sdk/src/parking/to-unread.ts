import { eventIdOf, idempotencyKeyOf, type ConversationKey, type EventInput, type InboundMessage, type InboxRef } from '#contracts';
import { untaken } from './untaken.js';

export interface UnreadDelivery {
  readonly inbox: InboxRef;
  readonly receivedAt: Date;
  /** What came, as it came. */
  readonly raw: InboundMessage['raw'];
  readonly deliveryId: string;
}

/**
 * What a remote brought and nobody can read is an entry all the same, known by its bytes: all of an inbox under one conversation key. Pure; `reason` is
 * for people, cut at 500 characters.
 */
export function toUnread({ inbox, receivedAt, raw, deliveryId }: UnreadDelivery, reason: string): EventInput<'message.parked.v1'> {
  const remoteMessageId = `h:${raw.sha256}`;
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '' });
  const at = receivedAt.toISOString();
  return {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    inbox,
    conversationKey: `${inbox.id}:unread` as ConversationKey,
    deliveryId: deliveryId.slice(0, 256),
    remoteMessageId,
    ...untaken('not_understood', `Not understood: ${reason}`.slice(0, 500), { said: reason.slice(0, 500) }),
    sizeBytes: raw.bytes,
    headers: {},
    sender: { role: 'system', identities: [{ scheme: 'inbox', value: inbox.id, raw: inbox.id, assurance: 'verified' }] },
    occurredAt: at,
    receivedAt: at,
    raw,
  };
}
