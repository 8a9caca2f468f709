import { z } from 'zod';

const UNITS = { s: 1_000, min: 60_000, h: 3_600_000, day: 86_400_000 } as const;
const LAPSE = /^(\d{1,4})\s?(s|min|h|day)s?$/;

/** A time on the clock: `90 s`, `30 min`, `24 h`, `3 days`. Read as milliseconds. */
export const Lapse = z
  .string()
  .regex(LAPSE, 'a time on the clock: 90 s, 30 min, 24 h, 3 days')
  .transform((text) => {
    const [, count, unit] = LAPSE.exec(text)!;
    return Number(count) * UNITS[unit as keyof typeof UNITS];
  });

/** As a default of the schema: `'30 min'` read as `Lapse` reads it. */
export function lapse(text: string): number {
  return Lapse.parse(text);
}
