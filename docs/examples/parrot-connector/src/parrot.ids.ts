import { eventIdOf, idempotencyKeyOf, type ConversationKey, type InboxRef } from '@tributary/connector-sdk/contracts';

/** The only place that builds ids. The same message must always get the same ones, whoever delivers it. */
export function idsOf(inbox: InboxRef, remoteMessageId: string) {
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '' });
  return { id: eventIdOf(idempotencyKey), idempotencyKey };
}

/** Account and counterpart: what has one key stays in order. */
export function conversationKeyOf(inbox: InboxRef, userId: string): ConversationKey {
  return `${inbox.id}:${userId}` as ConversationKey;
}
