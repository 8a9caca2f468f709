import { type KfItem, type KfPage } from './kf-item.js';
import { toKfRemoteId } from './to-inbound-message.js';
import { toKfParts } from './to-parts.js';

/** A page as `inspect wechat --provider wecom-kf` shows it. */
export function toKfInspection(page: KfPage) {
  return { messages: page.items.map(toInspectedItem), nextCursor: page.nextCursor, hasMore: page.hasMore };
}

function toInspectedItem(item: KfItem) {
  const parts = toKfParts(item);
  return {
    remoteMessageId: item.msgId,
    dedupeKey: toKfRemoteId(item),
    sender: item.externalUserId ?? item.servicerUserId,
    recipient: item.openKfId,
    nativeType: item.msgType,
    event: item.event,
    occurredAt: item.statedAt?.toISOString() ?? null,
    parts,
    plainText: parts
      .map((part) => part.fallback)
      .filter((words) => words !== '')
      .join('\n')
      .trim(),
  };
}
