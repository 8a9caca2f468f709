import { z } from 'zod';

/** How a conversation stands, as its contact may be shown it. */
export const ConversationState = z.enum(['queued', 'joined', 'read', 'ended', 'rating_asked']);
export type ConversationState = z.infer<typeof ConversationState>;

/** What a channel can do, as data: shown to agents, used to adapt a reply. Sizes in bytes, times in ms. */
export const Capabilities = z.object({
  in: z.array(z.string()),
  out: z.array(z.string()),
  text: z.object({ max: z.int(), unit: z.enum(['characters', 'bytes']), formats: z.array(z.enum(['plain', 'html', 'markdown'])) }),
  media: z.record(z.string(), z.object({ maxBytes: z.int(), mimes: z.array(z.string()) })),
  maxPartsPerSend: z.int().min(1),
  replyWindow: z.object({ durationMs: z.int().optional(), count: z.int().optional() }).nullable(),
  proactive: z.boolean(),
  /** Schemes of identities it may write first to, where `proactive`: `email`, `phone`. */
  addressedBy: z.array(z.string()).optional(),
  typing: z.boolean(),
  /** States of a conversation that it shows the contact (`conversation.state_changed.v1`); absent: none. */
  states: z.array(ConversationState).optional(),
  receipts: z.array(z.enum(['sent', 'delivered', 'read', 'failed'])),
  edit: z.boolean(),
  recall: z.boolean(),
  /** How long after it was sent, where `recall`. Absent: no limit is known. */
  recallWithinMs: z.int().optional(),
  threads: z.boolean(),
  groups: z.boolean(),
  cc: z.boolean(),
  /** Does the remote drop a second send of the same command by itself? If not, a crash between is `unknown` for good. */
  idempotentSend: z.boolean(),
  returnsRemoteId: z.boolean(),
  ordering: z.enum(['per_conversation', 'none']),
  inboundGuarantee: z.enum(['at_least_once', 'at_most_once']),
  ackDeadlineMs: z.int().optional(),
  mediaExpiresMs: z.int().optional(),
  consumerModel: z.enum(['shared', 'exclusive']),
  /**
   * Can the remote be asked what it holds? `listed`: yes, so what it has can be compared with what we have. `pushed`: it hands each message over once
   * and keeps no list that could be asked. `ours`: messages are made on our own pages, nothing outside holds any. Absent: not said.
   */
  holdings: z.enum(['listed', 'pushed', 'ours']).optional(),
  identityAssurance: z.array(z.enum(['verified', 'claimed', 'anonymous'])),
});
export type Capabilities = z.infer<typeof Capabilities>;
