import { z } from 'zod';
import { Instant, shape } from './shape.js';

export const ContactOfferShape = shape(
  'ContactOffer',
  z.object({
    entryId: z.uuid().describe('the forward'),
    address: z
      .object({ scheme: z.string(), value: z.string(), displayName: z.string().optional() })
      .describe('who wrote what was forwarded'),
    reason: z.enum(['agent_forwarded', 'colleague_forwarded']),
    verified: z.boolean().describe('is it proved who forwarded it? Else look twice: anybody may have put up both names'),
    state: z.enum(['offered', 'accepted', 'rejected']),
    decidedAt: Instant.nullable(),
  }),
);

export const ContactOfferDecision = shape(
  'ContactOfferDecision',
  z.strictObject({
    entryId: z.uuid().describe('of the offer that was seen'),
    decision: z.enum(['accept', 'reject']),
    expectedVersion: z.int().optional(),
  }),
);
export type ContactOfferDecision = z.infer<typeof ContactOfferDecision>;
