import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, PermanentError } from '#runtime';
import type { Clock } from '#runtime';

/** Requests a second that go on for ever, and how many may come at once after a rest. Of one principal in one process. */
const PER_SECOND = 50;
const BURST = 300;
const MOST_KNOWN = 10_000;

/** A bucket each that fills by the clock. */
@Injectable()
export class RequestRate {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Throws `PermanentError` (`rate_limited`, field `retryAfterSeconds`). */
  take(subject: string): void {
    const at = this.clock.now().getTime();
    const bucket = this.buckets.get(subject) ?? { left: BURST, at };
    const left = Math.min(BURST, bucket.left + (Math.max(0, at - bucket.at) / 1000) * PER_SECOND);
    if (!this.buckets.has(subject) && this.buckets.size >= MOST_KNOWN) this.buckets.clear();
    this.buckets.set(subject, { left: Math.max(0, left - 1), at });
    if (left >= 1) return;
    throw new PermanentError(`more than ${PER_SECOND} requests a second`, {
      code: 'rate_limited',
      hint: 'ask less often, or for more at once (limit=200)',
      fields: { retryAfterSeconds: 1 },
    });
  }
}
