import type { InboundMessage, InboxRef, MessagePart } from '@tributary/connector-sdk/contracts';
import { conversationKeyOf, idsOf } from '../parrot.ids.js';
import type { ParrotMessage } from './parrot-message.js';

export interface Circumstances {
  readonly inbox: InboxRef;
  readonly receivedAt: Date;
  readonly raw: InboundMessage['raw'];
}

/** The remote's shape in ours. Pure: no clock, no network. */
export function toInboundMessage(message: ParrotMessage, { inbox, receivedAt, raw }: Circumstances): InboundMessage {
  const part = toPart(message);
  return {
    ...idsOf(inbox, message.id),
    deliveryId: `${message.id}@${receivedAt.getTime()}`,
    remoteMessageId: message.id,
    revision: 1,
    inbox,
    direction: 'inbound',
    occurredAt: new Date(message.sentAt).toISOString(),
    receivedAt: receivedAt.toISOString(),
    occurredPrecision: 'ms',
    sender: {
      role: 'customer',
      ...(message.from.name === undefined ? {} : { displayName: message.from.name.slice(0, 256) }),
      identities: [{ scheme: 'parrot', value: message.from.id, raw: message.from.id, assurance: 'claimed' }],
    },
    recipients: [],
    conversation: { key: conversationKeyOf(inbox, message.from.id), kind: 'direct', continues: true },
    threading: { references: [] },
    parts: [part],
    plainText: part.fallback,
    newText: part.fallback,
    replyWindow: { open: true },
    flags: {},
    mayAutoReply: true,
    raw,
    channelContext: { userId: message.from.id },
  };
}

function toPart({ kind, text }: ParrotMessage): MessagePart {
  if (kind === 'text' && text !== undefined) {
    const words = text.slice(0, 65_536);
    return { partId: '1', type: 'text', text: words, fallback: words };
  }
  return { partId: '1', type: 'unsupported', nativeType: kind, fallback: `[${kind}: not shown here yet]` };
}
