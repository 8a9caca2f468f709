import { z } from 'zod';
import { ConversationState } from '../capabilities.js';
import { CommandId, ConversationKey, InboxId } from '../ids.js';
import { MessagePart } from '../message/parts.js';
import { Address } from '../message/people.js';

/** `reply.requested.v1` data: send this, once. `commandId` is the idempotency key; `ttlMs` counts from the envelope's time. */
export const ReplyRequested = z.object({
  commandId: CommandId,
  inboxId: InboxId,
  conversationKey: ConversationKey.optional(),
  to: z.array(Address),
  cc: z.array(Address).optional(),
  parts: z.array(MessagePart).min(1).max(32).describe('whole: each with its partId and fallback, for there is no plainText beside them'),
  inReplyTo: z.string().optional(),
  references: z.array(z.string()).max(50).optional(),
  subject: z.string().optional(),
  ticketNumber: z.string().optional(),
  /** Made and checked by ticketing, only placed by the connector (email: in the Reply-To's plus part). */
  ticketToken: z.string().optional(),
  automatic: z.object({ reason: z.string() }).optional(),
  signature: z
    .object({ text: z.string().max(10_000), html: z.string().max(50_000).optional() })
    .optional()
    .describe('of agent, group or desk; placed where the channel has such a place'),
  quoted: z
    .array(z.object({ attribution: z.string().max(1_000), text: z.string().max(65_536) }))
    .max(10)
    .optional()
    .describe('what is answered, newest first, each in answer to the next; shown below the answer where the channel has such a place'),
  ttlMs: z.int().positive(),
  onWindowClosed: z.enum(['fail', 'hold', 'fallback']),
  fallback: z.array(z.object({ inboxId: InboxId, to: Address })).optional(),
  adapt: z.enum(['strict', 'degrade']),
  actor: z.object({ kind: z.enum(['agent', 'rule', 'bot', 'system']), id: z.string().optional(), displayName: z.string().optional() }),
  channelContext: z.unknown().optional(),
});
export type ReplyRequested = z.infer<typeof ReplyRequested>;

/** `reply.recall_requested.v1` data: take this reply back, before it left or after. Keyed by its `commandId`, so that it waits behind nothing. */
export const ReplyRecallRequested = z.object({ commandId: CommandId, inboxId: InboxId, conversationKey: ConversationKey.optional() });
export type ReplyRecallRequested = z.infer<typeof ReplyRecallRequested>;

/** `conversation.state_changed.v1` data. Told only of inboxes whose capabilities name the state. */
export const ConversationStateChanged = z.object({
  inboxId: InboxId,
  conversationKey: ConversationKey,
  state: ConversationState,
  position: z.int().optional().describe('of `queued`: place in the line, 1 is next'),
  estimateMs: z.int().optional().describe('of `queued`: likely wait for the first answer; absent while unknown'),
  agentName: z.string().optional().describe('of `joined`'),
});
export type ConversationStateChanged = z.infer<typeof ConversationStateChanged>;

/**
 * `conversation.erased.v1` data: a person was taken out. What a connector keeps of the conversation up to `erasedAt` goes; what comes later is a new
 * one's. A conversation with many messages has several of these.
 */
export const ConversationErased = z.object({
  inboxId: InboxId,
  conversationKey: ConversationKey,
  erasedAt: z.iso.datetime(),
  remoteMessageIds: z.array(z.string()).max(500).describe('messages of it that were erased, as the connector named them'),
});
export type ConversationErased = z.infer<typeof ConversationErased>;
