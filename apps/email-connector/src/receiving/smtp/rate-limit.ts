import type { Clock } from '#runtime';

const WINDOW_MS = 60_000;

/** Counts mails a minute per remote address in fixed windows; forgets addresses as windows end. */
export class RateLimit {
  private window = 0;
  private counts = new Map<string, number>();

  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    /** 0 = no limit. */
    private readonly perMinute: number,
  ) {}

  /** Counts one mail; false when the address is over its limit. Loopback has none. */
  take(remoteAddress: string): boolean {
    if (this.perMinute === 0 || isLoopback(remoteAddress)) return true;
    const window = Math.floor(this.clock.now().getTime() / WINDOW_MS);
    if (window !== this.window) {
      this.window = window;
      this.counts = new Map();
    }
    const count = (this.counts.get(remoteAddress) ?? 0) + 1;
    this.counts.set(remoteAddress, count);
    return count <= this.perMinute;
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
