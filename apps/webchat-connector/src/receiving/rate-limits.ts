interface Bucket {
  tokens: number;
  at: number;
}

/** As many are remembered; the longest unheard is forgotten first, with a full bucket as it nearly always has by then. */
const MOST_REMEMBERED = 50_000;

/** Token buckets by name, filled by the time that passed: no timer. A bucket holds what is allowed in a window. */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly count: number,
    private readonly windowMs = 60_000,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** 0 when it is taken, else how many ms until it would be. */
  take(name: string, cost = 1): number {
    const now = this.nowMs();
    const bucket = this.buckets.get(name) ?? { tokens: this.count, at: now };
    bucket.tokens = Math.min(this.count, bucket.tokens + ((now - bucket.at) * this.count) / this.windowMs);
    bucket.at = now;
    this.buckets.delete(name);
    this.buckets.set(name, bucket);
    if (this.buckets.size > MOST_REMEMBERED) this.buckets.delete(this.buckets.keys().next().value!);
    if (bucket.tokens >= cost) {
      bucket.tokens -= cost;
      return 0;
    }
    return Math.ceil(((cost - bucket.tokens) * this.windowMs) / this.count);
  }
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
