import type { EventInput } from '#contracts';

/** Of a message that the log will never take as it is. */
export function toParkedMessage(message: EventInput<'message.received.v1'>, error: unknown): EventInput<'message.parked.v1'> {
  const { id, idempotencyKey, inbox, conversation, receivedAt, deliveryId, remoteMessageId, sender, occurredAt, raw } = message;
  const reason = error instanceof Error ? error.message : String(error);
  return {
    id,
    idempotencyKey,
    inbox,
    conversationKey: conversation.key,
    receivedAt,
    deliveryId,
    remoteMessageId,
    reason: reason.slice(0, 1_000),
    sizeBytes: raw.bytes,
    headers: {},
    sender,
    occurredAt,
    raw,
  };
}
