import { eventIdOf, idempotencyKeyOf, type ConversationKey, type InboxRef } from '@tributary/connector-sdk/contracts';
import { createHash } from 'node:crypto';
import type { WeiboMessage } from './converting/weibo-message.js';

/**
 * Weibo gives messages no ids. The same sender, second, kind and content are the same message: a second try is told from a second message, unless
 * somebody sends the very same words twice within one second.
 */
export function remoteIdOf({ sender_id, receiver_id, created_at, type, text, data }: WeiboMessage): string {
  const content = JSON.stringify([sender_id, receiver_id, created_at, type, text ?? '', sortKeys(data ?? {})]);
  return `h:${createHash('sha256').update(content).digest('hex')}`;
}

export function idsOf(inbox: InboxRef, remoteMessageId: string) {
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '' });
  return { id: eventIdOf(idempotencyKey), idempotencyKey };
}

/** Alone with a person, or what he said in public at one post: two places, two conversations. */
export function conversationKeyOf(inbox: InboxRef, person: string, post?: string): ConversationKey {
  return (post === undefined ? `${inbox.id}:u:${person}` : `${inbox.id}:p:${post}:${person}`).slice(0, 512) as ConversationKey;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sortKeys(each)]),
  );
}
