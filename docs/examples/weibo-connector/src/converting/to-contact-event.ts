import type { EventInput } from '@tributary/connector-sdk/contracts';
import { conversationKeyOf, idsOf, remoteIdOf } from '../weibo.ids.js';
import { toIdentity, type Circumstances } from './to-inbound-message.js';
import { fieldOf, type WeiboMessage } from './weibo-message.js';
import { readWeiboTime } from './weibo-time.js';

/** Somebody followed, left, or pressed a menu: no message, and told all the same. Pure. */
export function toContactEvent(message: WeiboMessage, { inbox, receivedAt }: Circumstances): EventInput<'contact.event.v1'> {
  return {
    ...idsOf(inbox, remoteIdOf(message)),
    inbox,
    conversationKey: conversationKeyOf(inbox, message.sender_id),
    receivedAt: receivedAt.toISOString(),
    occurredAt: (readWeiboTime(message.created_at) ?? receivedAt).toISOString(),
    sender: { role: 'customer', identities: [toIdentity(message)] },
    name: fieldOf(message, 'subtype') ?? 'event',
    data: { ...message.data },
  };
}
