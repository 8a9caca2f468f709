import { RetriableError, type Clock } from '#runtime';

/** So many messages a minute, as the provider allows: what is over it waits, visibly, instead of being refused there. */
export class Pace {
  private sent: number[] = [];

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
  ) {}

  /** Throws `RetriableError` with the wait. Of this process alone: copies share the limit by the provider's own refusals. */
  take(): void {
    const now = this.clock.now().getTime();
    this.sent = this.sent.filter((at) => now - at < MINUTE_MS);
    if (this.sent.length < this.perMinute) {
      this.sent.push(now);
      return;
    }
    const retryAfterMs = Math.max(1, this.sent[0]! + MINUTE_MS - now);
    throw new RetriableError(`The inbox sends at most ${this.perMinute} messages a minute`, {
      code: 'rate_limited',
      retryAfterMs,
      fields: { category: 'rate_limited' },
    });
  }
}

const MINUTE_MS = 60_000;
