import { z } from 'zod';
import { BlobRef, ConversationKey, EventId, InboxId } from '../ids.js';
import { Handling } from './handling.js';
import { TersePart } from './parts.js';
import { toWholeParts } from './terse.js';
import { Address, Recipient, Sender } from './people.js';
import { ReplyWindow } from './reply-window.js';

export const InboxRef = z.object({ id: InboxId, channel: z.string().min(1).max(40), provider: z.string().min(1).max(40) });
export type InboxRef = z.infer<typeof InboxRef>;

export const Conversation = z.object({
  key: ConversationKey,
  remoteId: z.string().optional(),
  kind: z.enum(['direct', 'group', 'thread', 'call', 'form']),
  title: z.string().optional(),
  /** May an open conversation be joined by its key alone? A chat: yes. Email, whose key is inbox + sender address: no. */
  continues: z.boolean(),
});
export type Conversation = z.infer<typeof Conversation>;

/** Hints for ticketing, which decides. Ids without angle brackets, oldest reference first. */
export const ThreadingHints = z.object({
  token: z.string().max(256).optional(),
  inReplyTo: z.string().max(998).optional(),
  references: z.array(z.string().max(998)).max(50),
  providerThreadId: z.string().optional(),
  quotedRemoteId: z.string().optional(),
  subject: z.string().max(2000).optional(),
  /** The title that the client keeps for a whole conversation (Outlook's Thread-Topic). */
  threadTopic: z.string().max(2000).optional(),
});
export type ThreadingHints = z.infer<typeof ThreadingHints>;

/** What kind of mail a message is; `human` is all that a person wrote to us. */
export const MessageClass = z.enum(['human', 'auto-reply', 'bounce', 'feedback-report', 'read-receipt', 'mailing-list']);
export type MessageClass = z.infer<typeof MessageClass>;

export const MessageFlags = z.object({
  /** A robot wrote it: stored, shown folded, never answered. `reason` names the signal, e.g. `header:auto-submitted`. */
  automated: z.object({ reason: z.string(), class: MessageClass }).optional(),
  bounce: z.boolean().optional(),
  spam: z.boolean().optional(),
  /** Came with the first sync of an old mailbox: no automation. */
  historical: z.boolean().optional(),
  possibleDuplicate: z.boolean().optional(),
  gapBefore: z.boolean().optional(),
  /** Everybody can read it: a post, a mention. A desk answers those by a clock of its own. */
  public: z.boolean().optional(),
  /** What a person should know before he trusts it, e.g. `name_shows_other_address`; words of the connector's own. */
  doubts: z.array(z.string().max(64)).max(20).optional(),
});
export type MessageFlags = z.infer<typeof MessageFlags>;

/** Verdict of a sender check: `none` when nothing was published or nobody looked. */
export const CheckVerdict = z.enum(['pass', 'fail', 'none']);
export type CheckVerdict = z.infer<typeof CheckVerdict>;

/** `dmarc` is the conclusion: with `pass` the domain in From stands for the mail, whatever the others say. */
export const SenderVerdicts = z
  .object({
    spf: CheckVerdict,
    dkim: CheckVerdict,
    dmarc: CheckVerdict,
    arc: CheckVerdict,
    /** Who looked: the door itself, or a server whose word is taken. */
    by: z.enum(['door', 'server']),
    /** In words, for people. */
    reason: z.string().max(500),
  })
  .partial();
export type SenderVerdicts = z.infer<typeof SenderVerdicts>;

/** Exact bytes in the blob store, never in the event. */
export const RawPayload = z.object({
  ref: BlobRef,
  sha256: z.string().length(64),
  bytes: z.int().min(0),
  contentType: z.string(),
  retentionUntil: z.iso.datetime().optional(),
});
export type RawPayload = z.infer<typeof RawPayload>;

/** A message of somebody else that this one passes on, as its sender tells it: a claim, whoever he is. */
export const Forwarded = z.object({
  from: Address,
  to: z.array(Address).max(20),
  cc: z.array(Address).max(20),
  subject: z.string().max(2000).optional(),
  /** As it was written. */
  date: z.string().max(200).optional(),
  /** Its own id and those it refers to, where it is enclosed as it came. */
  messageId: z.string().max(998).optional(),
  references: z.array(z.string().max(998)).max(20).optional(),
});
export type Forwarded = z.infer<typeof Forwarded>;

/** `message.received.v1` data as it travels: what repeats the plain text is left out, for the words of a message are most of its event. */
export const TerseMessage = z.object({
  id: EventId,
  idempotencyKey: z.string().min(1).max(256),
  /** Which delivery this was (door session and number, UIDVALIDITY:UID). */
  deliveryId: z.string().min(1).max(256),
  remoteMessageId: z.string().min(1).max(998),
  revision: z.int().min(1),
  inbox: InboxRef,
  direction: z.enum(['inbound', 'echo']),
  occurredAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  occurredPrecision: z.enum(['s', 'ms']),
  sender: Sender,
  recipients: z.array(Recipient).max(1000),
  /** To whom the sender wants answers to go, where not to himself (Reply-To of a mail). */
  replyTo: z.array(Address).max(20).optional(),
  forwarded: Forwarded.optional(),
  conversation: Conversation,
  threading: ThreadingHints,
  parts: z.array(TersePart).min(1).max(32),
  /** Joined fallbacks, at most 64 Ki characters. */
  plainText: z.string().max(65_536),
  /** `plainText` without quoted history and signature; absent when that is all of it. */
  newText: z.string().max(65_536).optional(),
  truncated: z.boolean().optional(),
  replyWindow: ReplyWindow,
  flags: MessageFlags,
  /** SPF, DKIM, DMARC and ARC, where somebody looked. */
  checks: SenderVerdicts.optional(),
  handling: Handling.optional(),
  /** May an automatic answer go to this sender at all (RFC 3834)? */
  mayAutoReply: z.boolean(),
  raw: RawPayload,
  /** What a later reply will need; stored by ticketing and handed back untouched. */
  channelContext: z.unknown(),
  extras: z.record(z.string(), z.unknown()).optional(),
});
export type TerseMessage = z.infer<typeof TerseMessage>;

/** One message of a customer, of any channel, in one shape: reads the terse form (or the whole one) and gives the whole one. */
export const InboundMessage = TerseMessage.transform(toWholeMessage);
export type InboundMessage = z.infer<typeof InboundMessage>;

export function toWholeMessage(message: TerseMessage) {
  const { plainText } = message;
  return { ...message, parts: toWholeParts(message.parts, plainText), newText: message.newText ?? plainText };
}
