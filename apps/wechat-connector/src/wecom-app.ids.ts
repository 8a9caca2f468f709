import { type ConversationKey, eventIdOf, type EventId, idempotencyKeyOf, type InboxRef } from '#contracts';

/** A member with the app, or a group chat. */
export function toAppConversationKey(inboxId: string, agentId: string, who: { member: string } | { chat: string }): ConversationKey {
  return `wechat:${inboxId}:${agentId}:${'chat' in who ? `chat:${who.chat}` : who.member}` as ConversationKey;
}

/** A reply may go as several messages, each with an id of the platform's own: together they are its remote id. */
export function toSentId(msgids: readonly string[]): string | null {
  return msgids.length === 0 ? null : msgids.join(' ');
}

export function readSentId(remoteMessageId: string): string[] {
  return remoteMessageId.split(' ');
}

/** The platform vouches for its ids: no print. */
export function toAppEventIds(inbox: InboxRef, remoteMessageId: string): { id: EventId; idempotencyKey: string } {
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '' });
  return { id: eventIdOf(idempotencyKey), idempotencyKey };
}
