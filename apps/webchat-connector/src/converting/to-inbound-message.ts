import { eventIdOf, idempotencyKeyOf, type ConversationKey, type EventInput, type InboxRef, type TersePart } from '#contracts';
import { conversationNameOf, remoteMessageIdOf, clientIdOf } from '../webchat.ids.js';
import type { SaidBody, StoredFile } from './bodies.js';
import { toSender } from './to-sender.js';

export interface SaidLine {
  readonly seq: number;
  readonly id: string;
  readonly at: Date;
  readonly body: SaidBody;
}

export interface AboutSaid {
  readonly inbox: InboxRef;
  readonly key: ConversationKey;
  readonly raw: EventInput<'message.received.v1'>['raw'];
  /** May its sender be told his number automatically? */
  readonly acknowledge: boolean;
}

const MOST_TEXT = 65_536;

/** Made of the line alone: emitted again after a crash it is the same event. */
export function toInboundMessage(line: SaidLine, { inbox, key, raw, acknowledge }: AboutSaid): EventInput<'message.received.v1'> {
  const { body, at } = line;
  const remoteMessageId = remoteMessageIdOf(key, line.seq);
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '' });
  const parts = toParts(body);
  const subject = body.form?.values.find(({ name }) => name === 'subject')?.value;
  const time = at.toISOString();
  return {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    deliveryId: remoteMessageId,
    remoteMessageId,
    revision: 1,
    inbox,
    direction: 'inbound',
    occurredAt: time,
    receivedAt: time,
    occurredPrecision: 'ms',
    sender: toSender(body.by, inbox.id),
    recipients: [],
    conversation: { key, remoteId: conversationNameOf(key, 0), kind: 'direct', continues: true },
    threading: {
      references: [...(body.after ?? [])],
      ...(typeof subject === 'string' && subject !== '' ? { subject: subject.slice(0, 2_000) } : {}),
    },
    parts,
    plainText: parts
      .map((part) => part.fallback)
      .join('\n')
      .slice(0, MOST_TEXT),
    replyWindow: { open: true },
    flags: body.files?.some((file) => file.doubtful) ? { doubts: ['file_is_not_what_it_claims'] } : {},
    mayAutoReply: acknowledge,
    raw,
    channelContext: { conversation: key },
    extras: {
      webchat: {
        clientMessageId: clientIdOf(line.id),
        ...(body.page === undefined ? {} : { page: body.page }),
        ...(body.closed ? { closed: true } : {}),
      },
    },
  };
}

function toParts({ text, files = [], form, native }: SaidBody): (TersePart & { fallback: string })[] {
  const parts: (TersePart & { fallback: string })[] = [];
  const add = (part: Record<string, unknown>) =>
    parts.push({ partId: String(parts.length + 1), ...part } as unknown as TersePart & { fallback: string });
  if (form !== undefined)
    add({
      type: 'form',
      formId: form.id,
      fields: form.values,
      fallback: form.values.map(({ label, value }) => `${label}: ${typeof value === 'boolean' ? (value ? '✓' : '✗') : value}`).join('\n'),
    });
  if (text !== undefined) add({ type: 'text', text, fallback: text });
  for (const file of files) add(toMediaPart(file));
  if (native !== undefined) add({ type: 'unsupported', nativeType: native.kind, fallback: `[${native.kind}]` });
  return parts;
}

function toMediaPart(file: StoredFile): Record<string, unknown> {
  const { ref, sha256, bytes, name, type, declared, kind } = file;
  return {
    type: kind,
    fallback: `[${name}]`,
    media: {
      state: 'stored',
      blobRef: ref,
      sha256,
      sizeBytes: bytes,
      fileName: name,
      detectedType: type,
      ...(declared === undefined ? {} : { declaredType: declared }),
      scan: { status: 'not_scanned' },
    },
  };
}
