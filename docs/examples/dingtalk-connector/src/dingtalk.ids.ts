import { eventIdOf, idempotencyKeyOf, type ConversationKey, type InboxRef } from '@tributary/connector-sdk/contracts';

/** DingTalk vouches for `msgId`: a message that is pushed again carries the same. */
export function idsOf(inbox: InboxRef, msgId: string) {
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId: msgId, print: '' });
  return { id: eventIdOf(idempotencyKey), idempotencyKey };
}

/** A group is one conversation whoever speaks; a person has another one alone with the robot. */
export function conversationKeyOf(inbox: InboxRef, place: { group: string } | { person: string }): ConversationKey {
  return ('group' in place ? `${inbox.id}:g:${place.group}` : `${inbox.id}:u:${place.person}`).slice(0, 512) as ConversationKey;
}
