import { z } from 'zod';
import { AskedInstant, Instant, pageOf, shape } from './shape.js';

const Uuid = z.uuid().meta({ examples: ['0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'] });
export const ContactOrIdentity = z.union([
  z.strictObject({ id: z.uuid() }),
  z.strictObject({
    identity: z.strictObject({ scheme: z.string().min(1).max(40), value: z.string().trim().min(1).max(320) }),
    displayName: z.string().max(256).optional(),
  }),
]);
export const SlotQuery = z.strictObject({
  service: z
    .string()
    .min(1)
    .max(64)
    .meta({ examples: ['repair'] }),
  from: AskedInstant.optional(),
  to: AskedInstant.optional().describe('default: two weeks after from'),
});
export type SlotQuery = z.infer<typeof SlotQuery>;
export const SlotPageShape = pageOf('SlotPage', shape('Slot', z.object({ startsAt: Instant, endsAt: Instant, free: z.int() })));
export const BookingShape = shape(
  'Booking',
  z.object({
    id: z.uuid(),
    service: z.string(),
    contactId: z.uuid(),
    ticketId: z.uuid(),
    ticketNumber: z.string(),
    startsAt: Instant,
    endsAt: Instant,
    state: z.enum(['booked', 'cancelled', 'done']),
    moves: z.int(),
    note: z.string().nullable(),
    bookedAt: Instant,
    version: z.int(),
  }),
);
export const BookingPageShape = pageOf('BookingPage', BookingShape);
export const BookingQuery = z.strictObject({
  service: z.string().max(64).optional(),
  contact: Uuid.optional(),
  ticket: Uuid.optional(),
  from: AskedInstant.optional(),
  to: AskedInstant.optional(),
});
export type BookingQuery = z.infer<typeof BookingQuery>;
const startsAt = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
export const NewBooking = shape(
  'NewBooking',
  z.strictObject({
    service: z.string().min(1).max(64),
    startsAt,
    contact: ContactOrIdentity,
    note: z.string().trim().min(1).max(5_000).optional(),
  }),
);
export type NewBooking = z.infer<typeof NewBooking>;
export const BookingMove = shape('BookingMove', z.strictObject({ startsAt, expectedVersion: z.int().optional() }));
export type BookingMove = z.infer<typeof BookingMove>;
export const BookingCancel = shape('BookingCancel', z.strictObject({ expectedVersion: z.int().optional() }));
export type BookingCancel = z.infer<typeof BookingCancel>;
