import { z } from 'zod';
import { equalsInConstantTime, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { Clock } from '#runtime';
import { RateLimit } from './rate-limit.js';

export const BearerKey = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]{1,40}$/, 'letters, digits, dot, dash')
    .describe('whose key it is; stands before his ids'),
  key: z.string().min(20).describe('sent as `Authorization: Bearer <key>`'),
  vouches: z.boolean().default(false).describe('its word on who the sender is counts as a proof: only for programs that know it'),
  perMinute: z.int().min(1).default(600).describe('requests a minute'),
});
export type BearerKey = z.infer<typeof BearerKey>;

const MINUTE_MS = 60_000;

/** Programs that may write here, by the key each was given. */
export class BearerKeys {
  private readonly limits: ReadonlyMap<string, RateLimit>;

  constructor(
    private readonly keys: readonly BearerKey[],
    clock: Clock,
  ) {
    this.limits = new Map(keys.map(({ name, perMinute }) => [name, new RateLimit(clock, perMinute, MINUTE_MS)]));
  }

  /** Whose key it is; null for none of ours. Counts it: throws `RefusedRequest` (429) above its limit. */
  recognise(token: string): string | null {
    let found: BearerKey | null = null;
    // All are compared: the time tells nothing of how many there are before the right one.
    for (const each of this.keys) if (equalsInConstantTime(token, each.key)) found = each;
    if (found !== null) this.limits.get(found.name)!.take('');
    return found?.name ?? null;
  }
}

/** What stands behind `Authorization: Bearer`; null where there is nothing. */
export function readBearer({ headers }: Pick<InboxRequest, 'headers'>): string | null {
  return /^Bearer +([^\s,]{1,8192})$/i.exec(headers['authorization'] ?? '')?.[1] ?? null;
}

export function refuseStranger(): RefusedRequest {
  return new RefusedRequest(401, 'wrong_key', 'The key is missing or not one of this inbox: send `Authorization: Bearer <key>`');
}
