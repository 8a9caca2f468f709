import { z } from 'zod';
import { parseDay } from '../../service-levels/calendars/local-day.js';
import { Key } from './keys.js';
import { Term } from './terms.js';
import { LocalisedText } from './texts.js';

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?: ([01]?\d|2[0-3]):([0-5]\d))?$/;

/** A date, and the minute of that day where one is said. */
export interface WallMoment {
  /** As `parseDay` counts them. */
  readonly day: number;
  readonly minute: number | null;
}

/** `2026-10-08`, `2026-10-08 9:30`; null for anything else. */
export function parseWallMoment(text: string): WallMoment | null {
  const [, date, hours, minutes] = MOMENT.exec(text.trim()) ?? [];
  const day = date === undefined ? null : parseDay(date);
  if (day === null) return null;
  return { day, minute: hours === undefined ? null : Number(hours) * 60 + Number(minutes) };
}

/** How long a rule lays a ticket to sleep. */
export const RuleSnooze = z.strictObject({
  for: Term.optional(),
  until: z
    .union([
      z.literal('opening'),
      z.string().refine((text) => parseWallMoment(text) !== null, 'opening, or a date such as 2026-10-08 or 2026-10-08 9:30'),
      z.strictObject({ field: z.string().trim().min(1).max(64).describe('a field of the ticket that holds such a date') }),
    ])
    .optional()
    .describe('opening: when it opens next; a date without a time: when it opens on that day, or first after it'),
  calendar: Key.optional().describe('whose hours; absent: those of the channel that the customer wrote by'),
  note: LocalisedText.optional(),
});
export type RuleSnooze = z.infer<typeof RuleSnooze>;
