import { z } from 'zod';
import { Media } from './media.js';

export const CallOutcome = z.enum([
  'answered',
  'no_answer',
  'busy',
  'failed',
  'rejected',
  'abandoned_ivr',
  'abandoned_queue',
  'queue_timeout',
  'voicemail',
  'transferred_out',
  'unknown',
]);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** One phone call; revised as it rings, is answered and ends. `endedAt`, `durationMs` and `outcome` are absent while it rings. */
export const CallRecord = z.object({
  callId: z.string(),
  revision: z.int().min(1),
  legs: z.array(z.record(z.string(), z.unknown())),
  direction: z.enum(['inbound', 'outbound', 'internal', 'unknown']),
  caller: z.string().nullable(),
  callee: z.string().nullable(),
  startedAt: z.iso.datetime(),
  queuedAt: z.iso.datetime().optional(),
  answeredAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
  durationMs: z.int().min(0).optional(),
  talkMs: z.int().min(0).optional(),
  waitMs: z.int().min(0).optional(),
  outcome: CallOutcome.optional(),
  video: z.boolean().optional().describe('pictures were sent as well'),
  hangupBy: z.string().optional(),
  hangupCause: z.string().optional(),
  queue: z.string().optional(),
  agents: z.array(z.string()),
  ivr: z.array(z.object({ key: z.string(), label: z.string().optional() })),
  satisfaction: z.number().optional(),
  recordings: z.array(Media),
});
export type CallRecord = z.infer<typeof CallRecord>;
