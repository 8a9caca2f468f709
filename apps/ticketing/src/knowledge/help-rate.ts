import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, PermanentError } from '#runtime';

/** Somebody who types is asked for every few letters. */
const PER_SECOND = 4;
const BURST = 60;
const MOST_KNOWN = 20_000;

/** How often one address may ask the public help, in one process. A bucket each that fills by the clock. */
@Injectable()
export class HelpRate {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Throws `PermanentError` (`rate_limited`, field `retryAfterSeconds`). */
  take(address: string): void {
    const at = this.clock.now().getTime();
    const bucket = this.buckets.get(address) ?? { left: BURST, at };
    const left = Math.min(BURST, bucket.left + (Math.max(0, at - bucket.at) / 1000) * PER_SECOND);
    if (!this.buckets.has(address) && this.buckets.size >= MOST_KNOWN) this.buckets.clear();
    this.buckets.set(address, { left: Math.max(0, left - 1), at });
    if (left >= 1) return;
    throw new PermanentError(`more than ${PER_SECOND} questions a second`, {
      code: 'rate_limited',
      hint: 'wait a second, and ask when typing rests',
      fields: { retryAfterSeconds: 1 },
    });
  }
}
