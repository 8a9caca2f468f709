import { z } from 'zod';
import { Instant, shape } from './shape.js';

const hold = {
  id: z.uuid(),
  ticketId: z.uuid().nullable(),
  contactId: z.uuid().nullable(),
  reason: z.string(),
  placedBy: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }),
  placedAt: Instant,
  liftedAt: Instant.nullable(),
};
export const LegalHoldShape = shape('LegalHold', z.object(hold));
export const LegalHoldListShape = shape('LegalHoldList', z.object({ items: z.array(LegalHoldShape), nextCursor: z.null() }));
export const NewLegalHold = shape(
  'NewLegalHold',
  z
    .strictObject({ ticketId: z.uuid().optional(), contactId: z.uuid().optional(), reason: z.string().trim().min(3).max(1_000) })
    .refine(({ ticketId, contactId }) => (ticketId === undefined) !== (contactId === undefined), 'give either ticketId or contactId'),
);
export type NewLegalHold = z.infer<typeof NewLegalHold>;
