import { createHash } from 'node:crypto';
import { type ConversationKey, eventIdOf, idempotencyKeyOf, type InboundMessage, type InboxId } from '#contracts';

let made = 0;

export interface InboundFields {
  readonly id?: string;
  readonly from?: string;
  readonly cc?: readonly string[];
  /** An agent wrote it elsewhere, to those in `cc`. */
  readonly echo?: boolean;
  readonly inbox?: string;
  readonly subject?: string;
  readonly refs?: readonly string[];
  readonly text?: string;
  /** Name of a chat that goes on; absent for mail. */
  readonly chat?: string;
  /** Its checks prove the sender. */
  readonly verified?: boolean;
}

/** A message as a connector hands it in: a mail, or with `chat` one of a conversation that goes on. */
export function inbound(fields: InboundFields = {}): InboundMessage {
  made += 1;
  const {
    from = 'ann@example.com',
    inbox = 'support',
    subject = 'Printer',
    text = 'The printer is broken.',
    refs = [],
    cc = [],
    echo = false,
    chat,
    verified = false,
  } = fields;
  const channel = chat === undefined ? 'email' : 'webchat';
  const remoteMessageId = fields.id ?? `made-${made}@example.com`;
  const occurredAt = '2026-03-02T08:30:00.000Z';
  const sha256 = createHash('sha256').update([from, subject, text].join('\0')).digest('hex');
  const idempotencyKey = idempotencyKeyOf({
    channel,
    inboxId: inbox,
    remoteMessageId,
    print: chat === undefined ? sha256.slice(0, 16) : '',
  });
  const identity = (value: string) => ({
    scheme: chat === undefined ? 'email' : 'web_visitor',
    value,
    raw: value,
    assurance: chat === undefined ? ('claimed' as const) : ('anonymous' as const),
  });
  return {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    deliveryId: `delivery-${made}`,
    remoteMessageId,
    revision: 1,
    inbox: { id: inbox as InboxId, channel, provider: 'test' },
    direction: echo ? 'echo' : 'inbound',
    occurredAt,
    receivedAt: '2026-03-02T09:00:00.000Z',
    occurredPrecision: 's',
    sender: { role: echo ? 'agent' : 'customer', identities: [verified ? { ...identity(from), assurance: 'verified' } : identity(from)] },
    recipients: cc.map((value) => ({ kind: 'cc', identity: identity(value) })),
    conversation: {
      key: (chat ?? `${inbox}:${from}`) as ConversationKey,
      kind: 'direct',
      continues: chat !== undefined,
    },
    threading: { references: [...refs], ...(chat === undefined ? { subject } : {}) },
    parts: [{ partId: '1', type: 'text', text, fallback: text }],
    plainText: text,
    newText: text,
    replyWindow: { open: true },
    flags: {},
    mayAutoReply: true,
    raw: { ref: `sha256:${sha256}` as InboundMessage['raw']['ref'], sha256, bytes: 2_000, contentType: 'message/rfc822' },
    channelContext: {},
  };
}
