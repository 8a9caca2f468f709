import type { EventInput } from '@tributary/connector-sdk/contracts';
import { conversationKeyOf, idsOf } from '../weibo.ids.js';
import type { Circumstances } from './to-inbound-message.js';

/** What nobody can read is an entry all the same, known by its bytes. Pure. */
export function toParked({ inbox, receivedAt, raw, deliveryId }: Circumstances, reason: string): EventInput<'message.parked.v1'> {
  const remoteMessageId = `h:${raw.sha256}`;
  const at = receivedAt.toISOString();
  return {
    ...idsOf(inbox, remoteMessageId),
    inbox,
    conversationKey: conversationKeyOf(inbox, 'unread'),
    deliveryId: deliveryId.slice(0, 256),
    remoteMessageId,
    reason: `Not understood: ${reason}`.slice(0, 500),
    sizeBytes: raw.bytes,
    headers: {},
    sender: { role: 'system', identities: [{ scheme: 'inbox', value: inbox.id, raw: inbox.id, assurance: 'verified' }] },
    occurredAt: at,
    receivedAt: at,
    raw,
  };
}
