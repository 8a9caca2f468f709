import { eventIdOf, idempotencyKeyOf, type ConversationKey, type InboundMessage, type InboxRef } from '#contracts';
import type { PigeonNote } from './pigeon-loft.js';

/** The bytes of a note as they came. */
export function toRaw(note: PigeonNote): Buffer {
  return Buffer.from(JSON.stringify(note));
}

/** A note in our words. Pure. */
export function toInboundMessage(
  note: PigeonNote,
  about: { inbox: InboxRef; receivedAt: Date; raw: InboundMessage['raw'] },
): InboundMessage {
  const { inbox } = about;
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId: note.id, print: '' });
  const part =
    note.kind === 'text'
      ? ({ partId: '1', type: 'text', fallback: note.text, text: note.text } as const)
      : ({ partId: '1', type: 'unsupported', fallback: `[${note.kind}]`, nativeType: note.kind } as const);
  return {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    deliveryId: `note:${note.id}`,
    remoteMessageId: note.id,
    revision: 1,
    inbox,
    direction: 'inbound',
    occurredAt: note.writtenAt,
    receivedAt: about.receivedAt.toISOString(),
    occurredPrecision: 'ms',
    sender: { role: 'customer', identities: [{ scheme: 'pigeon', value: note.from, raw: note.from, assurance: 'claimed' }] },
    recipients: [],
    conversation: { key: `${inbox.id}:${note.from}` as ConversationKey, kind: 'direct', continues: true },
    threading: { references: [] },
    parts: [part],
    plainText: part.fallback,
    newText: part.fallback,
    replyWindow: { open: true },
    flags: {},
    mayAutoReply: true,
    raw: about.raw,
    channelContext: { from: note.from },
  };
}
