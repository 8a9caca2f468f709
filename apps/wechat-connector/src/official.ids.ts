import { createHash } from 'node:crypto';
import type { ConversationKey, InboxId } from '#contracts';

/** The only place that builds or splits ids of 公众号. Openids are case-sensitive and mean something in their account only. */
const PREFIX = 'wechat';

/** One person is one conversation of the inbox. */
export function toConversationKey(inboxId: string, openid: string): ConversationKey {
  return `${PREFIX}:${inboxId}:${short(openid)}` as ConversationKey;
}

/** All gaps of an inbox are one conversation. */
export function toGapConversationKey(inboxId: string): ConversationKey {
  return `${PREFIX}:${inboxId}:#gaps` as ConversationKey;
}

/** The same gap told twice is one; two processes tell two. */
export function toGapId(from: Date, until: Date, remoteIds: readonly string[]): string {
  const print = createHash('sha256').update(remoteIds.join('\0')).digest('hex').slice(0, 16);
  return `gap:${from.getTime()}-${until.getTime()}:${print}`;
}

/** What two inboxes must not share: both would get each message once, and neither all. */
export function toAccountClaim(appId: string): string {
  return `official-account:${appId}`;
}

export function asInboxId(id: string): InboxId {
  return id as InboxId;
}

function short(openid: string): string {
  return openid.length <= 200 ? openid : `h:${createHash('sha256').update(openid).digest('hex')}`;
}
