import { refusedByLog } from '#connector-sdk';
import type { EventInput } from '#contracts';

/** Of a message that the log will never take as it is. */
export function toParkedMessage(message: EventInput<'message.received.v1'>, error: unknown): EventInput<'message.parked.v1'> {
  const { id, idempotencyKey, inbox, conversation, receivedAt, deliveryId, remoteMessageId, sender, occurredAt, raw } = message;
  return {
    id,
    idempotencyKey,
    inbox,
    conversationKey: conversation.key,
    receivedAt,
    deliveryId,
    remoteMessageId,
    ...refusedByLog(error),
    sizeBytes: raw.bytes,
    headers: {},
    sender,
    occurredAt,
    raw,
  };
}
