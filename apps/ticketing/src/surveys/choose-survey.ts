import { createHash } from 'node:crypto';
import type { Audience, SurveyOccasion } from '../desk/schema/surveys.js';

/** What an occasion is decided by. */
export interface SurveyedTicket {
  readonly id: string;
  readonly channel: string | null;
  readonly category: string | null;
  readonly requestType: string | null;
  readonly customer: SurveyedCustomer;
}

export interface SurveyedCustomer {
  readonly class: string | null;
  readonly plan: string | null;
  readonly vip: boolean;
}

/** The occasion that asks after this ticket, and null where none does: the first that fits, and of its share. */
export function chooseSurvey(
  occasions: readonly SurveyOccasion[],
  after: 'solved' | 'closed',
  ticket: SurveyedTicket,
): SurveyOccasion | null {
  const fitting = occasions.find(
    (occasion) =>
      occasion.after === after &&
      fits(occasion.channels, ticket.channel) &&
      fits(occasion.categories, ticket.category) &&
      fits(occasion.requestTypes, ticket.requestType) &&
      isMeant(occasion.for, ticket.customer),
  );
  return fitting === undefined || fitting.way === 'none' || !isOfShare(`${fitting.key}:${ticket.id}`, fitting.share) ? null : fitting;
}

export function isMeant(audience: Pick<Audience, 'classes' | 'plans' | 'vip'>, customer: SurveyedCustomer): boolean {
  const named = audience.classes.length > 0 || audience.plans.length > 0;
  const byName =
    (customer.class !== null && audience.classes.includes(customer.class)) ||
    (customer.plan !== null && audience.plans.includes(customer.plan));
  return (!named || byName) && (audience.vip === undefined || audience.vip === customer.vip);
}

/** Settled by the id, so that nobody is asked twice and nobody's chance changes with time. */
export function isOfShare(id: string, share: number): boolean {
  if (share >= 1) return true;
  return createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32 < share;
}

function fits(wanted: readonly string[], value: string | null): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}
