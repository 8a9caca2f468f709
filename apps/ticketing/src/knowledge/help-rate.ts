import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, PermanentError } from '#runtime';

const MOST_KNOWN = 20_000;

/** Requests that an address may have at once, and how fast further ones come to it. */
interface Pace {
  readonly burst: number;
  readonly perSecond: number;
}

/** How often one address may ask, in one process. A bucket each that fills by the clock. */
class AddressRate {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly pace: Pace,
  ) {}

  /** Throws `PermanentError` (`rate_limited`, field `retryAfterSeconds`). */
  take(address: string): void {
    const { burst, perSecond } = this.pace;
    const at = this.clock.now().getTime();
    const bucket = this.buckets.get(address) ?? { left: burst, at };
    const left = Math.min(burst, bucket.left + (Math.max(0, at - bucket.at) / 1000) * perSecond);
    if (!this.buckets.has(address) && this.buckets.size >= MOST_KNOWN) this.buckets.clear();
    this.buckets.set(address, { left: Math.max(0, left - 1), at });
    if (left >= 1) return;
    const retryAfterSeconds = Math.ceil((1 - left) / perSecond);
    throw new PermanentError('too many requests of one address', {
      code: 'rate_limited',
      hint: `ask again in ${retryAfterSeconds} s`,
      fields: { retryAfterSeconds },
    });
  }
}

/** Of the public help: somebody who types is asked for every few letters. */
@Injectable()
export class HelpRate extends AddressRate {
  constructor(@Inject(CLOCK) clock: Clock) {
    super(clock, { burst: 60, perSecond: 4 });
  }
}

/** Of opinions about articles: enough for an office behind one address, too little to make a figure. */
@Injectable()
export class OpinionRate extends AddressRate {
  constructor(@Inject(CLOCK) clock: Clock) {
    super(clock, { burst: 20, perSecond: 1 / 60 });
  }
}
