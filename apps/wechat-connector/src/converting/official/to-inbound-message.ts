import type { Untaken } from '#connector-sdk';
import { eventIdOf, idempotencyKeyOf, type InboundMessage, type MessageParked, type MessagePart } from '#contracts';
import { toConversationKey } from '../../official.ids.js';
import { windowFrom } from '../../sending/reply-windows.js';
import { toCallbackParts } from '../callback-parts.js';
import { dedupeKeyOf, type NativeCallback } from '../native-callback.js';
import { type CallbackEnvelope, momentOf, toSender } from './callback-envelope.js';
import { readProgressNumber } from './progress-number.js';

const MAX_TEXT = 65_536;

/** What a later reply needs; comes back untouched. */
export interface OfficialContext {
  readonly openid: string;
  readonly appId: string;
  readonly heardAt: string;
}

/** A message callback as `message.received.v1`; pure: the same bytes and envelope give the same event. */
export function toInboundMessage(callback: NativeCallback, openid: string, envelope: CallbackEnvelope): InboundMessage {
  const { inbox, appId, receivedAt } = envelope;
  const remoteMessageId = dedupeKeyOf(callback)!.slice(0, 998);
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId, print: '' });
  const { occurredAt, note } = momentOf(callback, receivedAt);
  const asked =
    callback.nativeType === 'text' ? readProgressNumber(callback.fields.exact('Content') ?? '', envelope.pressedProgress) : null;
  const handling = asked !== null && envelope.pressedProgress ? { asks: { about: 'progress' as const, number: asked } } : undefined;
  const parts = [...toCallbackParts(callback), ...(handling === undefined ? [] : [toQuestion(handling.asks.number)])].map(cutFallback);
  const plainText = parts
    .filter((part) => part.type !== 'form')
    .map((part) => part.fallback)
    .join('\n')
    .slice(0, MAX_TEXT);
  const heardAt = new Date(occurredAt);
  const context: OfficialContext = { openid, appId, heardAt: occurredAt };
  return {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    deliveryId: envelope.deliveryId,
    remoteMessageId,
    revision: 1,
    inbox,
    direction: 'inbound',
    occurredAt,
    receivedAt: receivedAt.toISOString(),
    occurredPrecision: 's',
    sender: toSender(openid, callback, envelope),
    recipients: toRecipients(callback),
    conversation: { key: toConversationKey(inbox.id, openid), remoteId: openid.slice(0, 320), kind: 'direct', continues: true },
    // Threading reads numbers of tickets in the subject, which a chat does not have.
    threading: { references: [], ...(asked === null ? {} : { subject: asked }) },
    parts,
    plainText,
    newText: plainText,
    replyWindow: windowFrom(heardAt, envelope.limits),
    flags: {},
    ...(handling === undefined ? {} : { handling }),
    mayAutoReply: true,
    raw: envelope.raw,
    channelContext: context,
    extras: { wechat: { ...toExtras(callback), ...note, ...(asked === null ? {} : { progressNumber: asked }) } },
  };
}

/** The same message as one that was not taken: an entry with its reason and its bytes. */
export function toParked(message: InboundMessage, why: Untaken): MessageParked {
  const { id, idempotencyKey, inbox, conversation, receivedAt, deliveryId, remoteMessageId, sender, occurredAt, raw } = message;
  const about = { id, idempotencyKey, inbox, conversationKey: conversation.key, receivedAt, deliveryId, remoteMessageId };
  return { ...about, ...why, sizeBytes: raw.bytes, headers: {}, sender, occurredAt, raw };
}

function toQuestion(number: string): MessagePart {
  const fields = [{ name: 'number', value: number }];
  return { partId: 'progress', type: 'form', formId: 'progress', fields, fallback: `[asks for the progress of ${number}]` };
}

function toRecipients({ recipient }: NativeCallback): InboundMessage['recipients'] {
  if (recipient === null) return [];
  const value = recipient.slice(0, 320);
  return [{ kind: 'line', identity: { scheme: 'wechat_account', value, raw: value, assurance: 'verified' } }];
}

/** What else the platform told, for people who look closer. */
const EXTRAS = ['MsgDataId', 'Idx', 'PicUrl', 'ThumbMediaId', 'Scale', 'Format', 'MediaId16K'];

function toExtras({ fields, nativeType }: NativeCallback): Record<string, unknown> {
  const told = EXTRAS.flatMap((name) => {
    const value = fields.get(name);
    return value === null ? [] : [[name, value.slice(0, 2_048)] as const];
  });
  return { nativeType: nativeType?.slice(0, 100) ?? null, ...Object.fromEntries(told) };
}

function cutFallback<P extends MessagePart>(part: P): P {
  return part.fallback.length <= MAX_TEXT ? part : { ...part, fallback: part.fallback.slice(0, MAX_TEXT) };
}
