import { eventIdOf, idempotencyKeyOf, type ConversationKey, type InboxRef } from '@tributary/connector-sdk/contracts';

/** DingTalk vouches for `msgId`: a message that is pushed again carries the same. */
export function idsOf(inbox: InboxRef, msgId: string) {
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId: msgId, print: '' });
  return { id: eventIdOf(idempotencyKey), idempotencyKey };
}

/** What a sent reply is called: the API's keys of its pieces, in a group with the group, for taking them back wants both. */
export function toSentId(keys: readonly string[], group?: string): string {
  return group === undefined ? keys.join(',') : `${group} ${keys.join(',')}`;
}

export function readSentId(remoteMessageId: string): { readonly keys: readonly string[]; readonly group?: string } {
  const [first = '', second] = remoteMessageId.split(' ');
  return second === undefined ? { keys: first.split(',') } : { keys: second.split(','), group: first };
}

/** A group is one conversation whoever speaks; a person has another one alone with the robot. */
export function conversationKeyOf(inbox: InboxRef, place: { group: string } | { person: string }): ConversationKey {
  return ('group' in place ? `${inbox.id}:g:${place.group}` : `${inbox.id}:u:${place.person}`).slice(0, 512) as ConversationKey;
}
