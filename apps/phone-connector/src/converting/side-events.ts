import type { Untaken } from '#connector-sdk';
import type { Identity, InboundMessage, InboxGap, InboxRef, MessageParked, RawPayload } from '#contracts';
import { toIds, toSideKey } from '../phone.ids.js';

const nobody = (inbox: InboxRef): Identity => ({
  scheme: 'phone_hidden',
  value: 'unknown',
  raw: '',
  scope: inbox.id,
  assurance: 'anonymous',
});
const DAY_MS = 24 * 3_600_000;

/** A line that is no record, and stays where it is. */
export interface ParkedLine {
  readonly remoteMessageId: string;
  readonly file: string;
  /** Of its first byte in the file. */
  readonly offset: number;
  readonly bytes: number;
  readonly why: Untaken;
  readonly at: Date;
  /** Absent where it was too long to be kept. */
  readonly raw?: RawPayload;
}

export function toParked(inbox: InboxRef, { remoteMessageId, file, offset, bytes, why, at, raw }: ParkedLine): MessageParked {
  return {
    ...toIds(inbox, remoteMessageId),
    inbox,
    conversationKey: toSideKey(inbox, 'parked'),
    receivedAt: at.toISOString(),
    deliveryId: remoteMessageId,
    remoteMessageId,
    ...why,
    sizeBytes: bytes,
    headers: { file, offset: String(offset) },
    sender: { role: 'system', identities: [nobody(inbox)] },
    occurredAt: at.toISOString(),
    ...(raw === undefined ? {} : { raw }),
  };
}

/** Calls that nobody could tell us of. */
export function toGap(inbox: InboxRef, { from, until, why, folder }: { from: Date; until: Date; why: Untaken; folder?: string }): InboxGap {
  return {
    ...toIds(inbox, `gap:${folder ?? ''}:${from.toISOString()}`),
    inbox,
    conversationKey: toSideKey(inbox, 'gap'),
    receivedAt: until.toISOString(),
    remoteIds: [],
    from: from.toISOString(),
    until: until.toISOString(),
    ...why,
    ...(folder === undefined ? {} : { folder }),
  };
}

/** A signed body that tells of nothing we know: kept, shown, never lost. */
export function toUnsupported(
  inbox: InboxRef,
  body: {
    readonly remoteMessageId: string;
    readonly nativeType: string;
    readonly reason: string;
    readonly receivedAt: Date;
    readonly raw: RawPayload;
    readonly retentionDays: number;
  },
): InboundMessage {
  const { remoteMessageId, nativeType, reason, receivedAt, raw, retentionDays } = body;
  const text = `[${nativeType}] ${reason}`;
  return {
    ...toIds(inbox, remoteMessageId),
    deliveryId: remoteMessageId,
    remoteMessageId,
    revision: 1,
    inbox,
    direction: 'inbound',
    occurredAt: receivedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    occurredPrecision: 'ms',
    sender: { role: 'system', identities: [nobody(inbox)] },
    recipients: [],
    conversation: { key: toSideKey(inbox, 'unsupported'), kind: 'call', continues: false },
    threading: { references: [], subject: text.slice(0, 200) },
    parts: [{ partId: '1', type: 'unsupported', nativeType, fallback: text }],
    plainText: text,
    newText: text,
    replyWindow: { open: false, reason: 'a call cannot be answered by a message' },
    flags: {},
    mayAutoReply: false,
    raw: { ...raw, retentionUntil: new Date(receivedAt.getTime() + retentionDays * DAY_MS).toISOString() },
    channelContext: {},
  };
}
