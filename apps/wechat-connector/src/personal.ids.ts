import { type ConversationKey, idempotencyKeyOf } from '#contracts';
import { hash } from 'node:crypto';
import type { PuppetMessage } from './converting/personal/puppet-message.js';

/** The only place that builds or splits ids of personal accounts. */

interface InboxName {
  readonly channel: string;
  readonly id: string;
}

/** The puppet's id, which WeChat's servers made; where there is none, what the message is: who, when, what, and never our time. */
export function toMessageId({ id, talkerId, listenerId, roomId, at, type, text, fileName }: PuppetMessage): string {
  if (id !== null && id.length <= 900) return id;
  const said = id === null ? [talkerId, roomId ?? listenerId, at?.getTime() ?? null, type, text, fileName] : [id];
  return `h:${hash('sha256', JSON.stringify(said), 'hex')}`;
}

/** `suffix`: `:x` for the recall of that message. */
export function toMessageKey(inbox: InboxName, remoteMessageId: string, suffix?: string): string {
  return idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '', ...(suffix ? { suffix } : {}) });
}

/** Somebody we talk to: one person, or a room. */
export interface Counterpart {
  readonly kind: 'contact' | 'room';
  readonly id: string;
}

const LONGEST_KEY = 512;

/**
 * `overheard`: what was said in a room and not to us. It is a conversation beside the room's own, so that it neither joins the tickets of those
 * who asked us nor is joined by them.
 */
export function toConversationKey(inboxId: string, { kind, id }: Counterpart, overheard = false): ConversationKey {
  const key = `wechat:${inboxId}:${kind}:${id}${overheard ? ':overheard' : ''}`;
  if (key.length <= LONGEST_KEY) return key as ConversationKey;
  return `wechat:${inboxId}:${kind}:h:${hash('sha256', id, 'hex')}${overheard ? ':overheard' : ''}` as ConversationKey;
}

export function toGapKey(inboxId: string): ConversationKey {
  return `wechat:${inboxId}:gap` as ConversationKey;
}

/** Whom a conversation key of ours names; null for one of others, or one that only holds a hash. */
export function readCounterpart(inboxId: string, key: string): Counterpart | null {
  const start = `wechat:${inboxId}:`;
  if (!key.startsWith(start)) return null;
  const match = /^(contact|room):(?!h:[0-9a-f]{64})([\s\S]+?)(:overheard)?$/.exec(key.slice(start.length));
  return match === null ? null : { kind: match[1] as Counterpart['kind'], id: match[2]! };
}

/** Schemes of the identities of people and rooms of one account: WeChat vouches for them, but they mean something to this account only. */
export const CONTACT_SCHEME = 'wechat_contact';
export const ROOM_SCHEME = 'wechat_room';
