import { z } from 'zod';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { Way } from './incidents.js';
import { LocalisedText } from './texts.js';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time such as 09:00');

/** Something that customers book a time for. */
export const BookedService = z.strictObject({
  name: LocalisedText,
  minutes: z
    .number()
    .int()
    .min(5)
    .max(24 * 60)
    .describe('of a slot'),
  leadHours: z
    .number()
    .min(0)
    .max(24 * 60)
    .default(24)
    .describe('booked at least so long before'),
  aheadDays: z.number().int().min(1).max(366).default(60).describe('and at most so long'),
  perSlot: z.number().int().min(1).max(1_000).default(1).describe('bookings that one slot takes'),
  timeZone: z.string().optional().describe('of the hours; default: the desk’s'),
  hours: z
    .array(
      z
        .strictObject({ days: z.array(z.enum(DAYS)).min(1), from: TimeOfDay, to: TimeOfDay })
        .refine(({ from, to }) => from < to, 'ends before it begins'),
    )
    .min(1),
  closed: z.array(z.iso.date()).default([]).describe('days without slots'),
  plans: z.array(z.string().min(1)).default([]).describe('only for customers of these plans or classes; none named: for all'),
  ticket: z
    .strictObject({
      subject: LocalisedText,
      origin: z.string().min(1).default('booking').describe('one of deskSettings.origins'),
      requestType: Key.optional(),
      category: Key.optional(),
      group: Key.optional(),
      tags: z.array(Key).default([]),
    })
    .describe('what a booking opens by itself'),
  tell: z
    .strictObject({
      ways: z.array(Way).max(10).default([]).describe('the first that leads to the customer; else the channel of his ticket'),
      booked: LocalisedText.describe('{{number}}, {{service}}, {{time}}'),
      moved: LocalisedText.optional(),
      cancelled: LocalisedText.optional(),
    })
    .optional()
    .describe('what the customer is told of his booking; absent: nothing'),
});
export type BookedService = z.infer<typeof BookedService>;

export const BookingsSection = z.strictObject({ services: z.record(Key, BookedService).default({}) }).prefault({});
export type BookingsSection = z.infer<typeof BookingsSection>;

export function findBookingFaults({
  bookings,
  groups,
}: {
  readonly bookings: BookingsSection;
  readonly groups: Readonly<Record<string, unknown>>;
}): DeskFault[] {
  const at = (key: string, ...rest: string[]) => ['bookings', 'services', key, ...rest];
  const services = Object.entries(bookings.services);
  return [
    ...findUnknownKeys(
      services.flatMap(([key, { ticket }]) =>
        ticket.group === undefined ? [] : [{ path: at(key, 'ticket', 'group'), key: ticket.group }],
      ),
      Object.keys(groups),
      'group',
    ),
    ...services.flatMap(([key, { timeZone }]) =>
      timeZone === undefined || isZone(timeZone)
        ? []
        : [{ path: at(key, 'timeZone'), problem: `"${timeZone}" is no time zone`, allowed: 'a name such as Asia/Shanghai' }],
    ),
  ];
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
