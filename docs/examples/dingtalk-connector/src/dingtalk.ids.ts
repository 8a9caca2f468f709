import { eventIdOf, idempotencyKeyOf, type ConversationKey, type InboxRef } from '@tributary/connector-sdk/contracts';

/** DingTalk vouches for `msgId`: a message that is pushed again carries the same. */
export function idsOf(inbox: InboxRef, msgId: string, suffix?: string) {
  const about = { channel: inbox.channel, inboxId: inbox.id, remoteMessageId: msgId, print: '' };
  const idempotencyKey = idempotencyKeyOf(suffix === undefined ? about : { ...about, suffix });
  return { id: eventIdOf(idempotencyKey), idempotencyKey };
}

/** Of a media.ready: one of each part and state. */
export function mediaIdsOf(inbox: InboxRef, msgId: string, partId: string, state: string) {
  return idsOf(inbox, msgId, `:m:${partId}:${state}`);
}

/** A group is one conversation whoever speaks; a person has another one alone with the robot. */
export function conversationKeyOf(inbox: InboxRef, place: { group: string } | { person: string }): ConversationKey {
  return ('group' in place ? `${inbox.id}:g:${place.group}` : `${inbox.id}:u:${place.person}`).slice(0, 512) as ConversationKey;
}
