import { z } from 'zod';

const TERM = /^(\d{1,4})\s?(working\s)?(min|h|days?)$/;
const MINUTE = 60_000;

/** How long something may take, counted on the clock or in the working time of a calendar. Working days are counted as days, not as hours. */
export type TermLength =
  | { readonly unit: 'time'; readonly ms: number; readonly working: boolean }
  | { readonly unit: 'workingDays'; readonly days: number };

export function parseTerm(text: string): TermLength | null {
  const match = TERM.exec(text.trim());
  if (match === null || Number(match[1]) === 0) return null;
  const count = Number(match[1]);
  const working = match[2] !== undefined;
  if (match[3]!.startsWith('day')) {
    return working ? { unit: 'workingDays', days: count } : { unit: 'time', ms: count * 24 * 60 * MINUTE, working: false };
  }
  return { unit: 'time', ms: count * (match[3] === 'h' ? 60 : 1) * MINUTE, working };
}

/** `30 min`, `24 h`, `4 working h`, `3 days`, `3 working days`. */
export const Term = z
  .string()
  .refine((text) => parseTerm(text) !== null, 'a length of time: 30 min, 24 h, 4 working h, 3 days, 3 working days')
  .describe('30 min, 24 h, 3 days on the clock; 4 working h, 3 working days of the calendar');
export type Term = z.infer<typeof Term>;
