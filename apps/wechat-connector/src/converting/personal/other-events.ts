import type { Untaken } from '#connector-sdk';
import { eventIdOf, type InboxRef, type MessageParked, type MessageRecalled } from '#contracts';
import { CONTACT_SCHEME, type Counterpart, toConversationKey, toGapKey, toMessageKey } from '../../personal.ids.js';

/** A message was taken back. `key` is made of the message that is meant, so it finds the entry. */
export function toRecalled(inbox: InboxRef, recalledId: string, counterpart: Counterpart, at: Date, receivedAt: Date): MessageRecalled {
  const idempotencyKey = toMessageKey(inbox, recalledId, ':x');
  return {
    ...{ id: eventIdOf(idempotencyKey), idempotencyKey, inbox, remoteMessageId: recalledId },
    conversationKey: toConversationKey(inbox.id, counterpart),
    occurredAt: at.toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
}

/** A message that was announced and could not be fetched, or that the log refuses for what it is. Nobody knows more than that it was. */
export function toParked(
  inbox: InboxRef,
  parked: { readonly messageId: string; readonly why: Untaken; readonly deliveryId: string; readonly raw?: MessageParked['raw'] },
  receivedAt: Date,
): MessageParked {
  const idempotencyKey = toMessageKey(inbox, parked.messageId);
  return {
    ...{ id: eventIdOf(idempotencyKey), idempotencyKey, inbox, conversationKey: toGapKey(inbox.id) },
    receivedAt: receivedAt.toISOString(),
    occurredAt: receivedAt.toISOString(),
    deliveryId: parked.deliveryId,
    remoteMessageId: parked.messageId,
    ...parked.why,
    sizeBytes: parked.raw?.bytes ?? 0,
    headers: {},
    sender: {
      role: 'customer',
      identities: [{ scheme: CONTACT_SCHEME, value: 'unknown', raw: 'unknown', scope: inbox.id, assurance: 'anonymous' }],
    },
    ...(parked.raw === undefined ? {} : { raw: parked.raw }),
  };
}
