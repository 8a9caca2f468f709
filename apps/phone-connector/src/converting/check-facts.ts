import type { CallFacts } from './call-facts.js';

const LONGEST_MS = 31 * 24 * 3_600_000;

/** Why a call cannot have been so, or null. */
export function checkFacts({ startedAt, answeredAt, endedAt, durationMs, talkMs, waitMs }: CallFacts): string | null {
  if (startedAt !== undefined && endedAt !== undefined && endedAt < startedAt) return 'ends before it starts';
  if (answeredAt !== undefined && endedAt !== undefined && endedAt < answeredAt) return 'ends before it is answered';
  for (const [name, value] of Object.entries({ durationMs, talkMs, waitMs })) {
    if (value !== undefined && value < 0) return `${name} is negative`;
    if (value !== undefined && value > LONGEST_MS) return `${name} is more than 31 days`;
  }
  if (startedAt !== undefined && endedAt !== undefined && endedAt - startedAt > LONGEST_MS) return 'lasted for more than 31 days';
  return null;
}
