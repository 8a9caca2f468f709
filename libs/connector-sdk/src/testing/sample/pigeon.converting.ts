import {
  eventIdOf,
  idempotencyKeyOf,
  type ConversationKey,
  type HeldMessage,
  type InboundMessage,
  type InboxRef,
  type ReplyRequested,
} from '#contracts';
import { PermanentError } from '#runtime';
import type { PigeonNote } from './pigeon-loft.js';

/** The bytes of a note as they came. */
export function toRaw(note: PigeonNote): Buffer {
  return Buffer.from(JSON.stringify(note));
}

/** As it lies in the loft, under the name that it has on the log. */
export function toHeld({ id, writtenAt }: PigeonNote): HeldMessage {
  return { ref: `note:${id}`, at: writtenAt, remoteMessageId: id };
}

/** What a pigeon carries of a reply: all of it, or nothing. Where the reply may be adapted, what is no text goes as its words. */
export function toLetter({ parts, adapt }: ReplyRequested, maxCharacters: number): string {
  const foreign = parts.find(({ type }) => type !== 'text');
  if (foreign !== undefined && adapt === 'strict') throw refuse('unsupported_part', `A pigeon carries no ${foreign.type}`, 'Send text.');
  const text = parts.map((part) => (part.type === 'text' ? (part.text ?? part.fallback) : part.fallback)).join('\n');
  if (text.length > maxCharacters) throw refuse('too_large', `A pigeon carries ${maxCharacters} characters`, 'Send several letters.');
  return text;
}

function refuse(category: 'unsupported_part' | 'too_large', message: string, hint: string): PermanentError {
  return new PermanentError(message, { code: category, hint, fields: { category } });
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
    deliveryId: toHeld(note).ref,
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
