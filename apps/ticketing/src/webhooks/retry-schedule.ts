const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits after each failed try, as Standard Webhooks proposes: more than three days in all. */
const WAITS_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
export const MOST_TRIES = WAITS_MS.length + 1;
/** What an endpoint may ask for by Retry-After. */
const LONGEST_WISH_MS = 6 * HOUR;

/**
 * When to try again after `tries` failures; null when it was the last. Up to a tenth is added by `spread` (0..1), so that what failed together does not
 * come back together. `wish`: what the endpoint asked for, in ms.
 */
export function nextTry(tries: number, now: Date, spread: number, wish: number | null = null): Date | null {
  const wait = WAITS_MS[tries - 1];
  if (wait === undefined) return null;
  return new Date(now.getTime() + Math.max(Math.round(wait * (1 + 0.1 * spread)), Math.min(wish ?? 0, LONGEST_WISH_MS)));
}

/** Retry-After as seconds or as a date, in ms from now; null when it says nothing one can read. */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
