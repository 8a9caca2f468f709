import type { Presence } from '../matching/facts.js';

export interface PresenceView {
  readonly state: Presence;
  readonly since: Date | null;
  /** Without a sign of life he is offline then. */
  readonly expiresAt: Date | null;
}

/** Whether somebody is there, by what he said last and until when that holds; null: he never said anything. Pure. */
export function presenceAt(
  said: { readonly state: Presence; readonly since: Date; readonly expiresAt: Date } | null,
  now: Date,
): PresenceView {
  if (said === null) return { state: 'offline', since: null, expiresAt: null };
  const { state, since, expiresAt } = said;
  if (state === 'offline') return { state, since, expiresAt: null };
  return expiresAt > now ? { state, since, expiresAt } : { state: 'offline', since: expiresAt, expiresAt: null };
}

/** A sign of life is written when half of the time is over until which the last one holds: pages give many. Pure. */
export function renewsBefore(now: Date, expiresAt: Date): Date {
  return new Date(now.getTime() + (expiresAt.getTime() - now.getTime()) / 2);
}
