import { z } from 'zod';
import { CommandId, ConversationKey, InboxId } from '../ids.js';
import { ReplyWindow } from '../message/reply-window.js';

export const DeliveryStatus = z.enum([
  'accepted',
  'queued',
  'sending',
  'unknown',
  'sent',
  'delivered',
  'read',
  'failed',
  'expired',
  'cancelled',
  'recalled',
]);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

export const ErrorCategory = z.enum([
  'window_closed',
  'quota_exceeded',
  'recipient_invalid',
  'recipient_blocked',
  'content_rejected',
  'too_large',
  'unsupported_part',
  'auth',
  'rate_limited',
  'provider_unavailable',
  'timeout',
  'misconfigured',
  'loop_guard',
  'unknown',
]);
export type ErrorCategory = z.infer<typeof ErrorCategory>;

/** What went wrong with a send, for two readers: `code`/`category` for code, `message`/`hint` for people. */
export const DeliveryError = z.object({
  code: z.string(),
  category: ErrorCategory,
  permanent: z.boolean(),
  retryAfterMs: z.int().optional(),
  nativeCode: z.string().optional(),
  partly: z.literal(true).optional().describe('some of the message arrived'),
  message: z.string(),
  hint: z.string(),
});
export type DeliveryError = z.infer<typeof DeliveryError>;

/** `message.delivery_changed.v1` data. Only a higher rank or a final status overrides. */
export const DeliveryChanged = z.object({
  commandId: CommandId,
  inboxId: InboxId,
  conversationKey: ConversationKey.optional(),
  recipient: z.string().optional(),
  status: DeliveryStatus,
  rank: z.int().min(0).max(6).nullable(),
  final: z.boolean(),
  at: z.iso.datetime(),
  attempt: z.int().min(0),
  remoteMessageId: z.string().optional(),
  evidence: z.enum(['provider_ack', 'self_echo', 'dsn', 'read_event', 'inferred', 'none']),
  error: DeliveryError.optional(),
  recallRefused: DeliveryError.optional().describe('it was to be taken back and was not: why; `status` is how its sending stands'),
  replyWindow: ReplyWindow.optional().describe(
    'how the conversation may be answered, where the remote or our count of it said so with this',
  ),
});
export type DeliveryChanged = z.infer<typeof DeliveryChanged>;

/** accepted 0 → queued 1 → sending 2 → unknown 3 → sent 4 → delivered 5 → read 6; the others are sideways (null) and final. */
export const DELIVERY_RANKS: Record<DeliveryStatus, number | null> = {
  accepted: 0,
  queued: 1,
  sending: 2,
  unknown: 3,
  sent: 4,
  delivered: 5,
  read: 6,
  failed: null,
  expired: null,
  cancelled: null,
  recalled: null,
};
