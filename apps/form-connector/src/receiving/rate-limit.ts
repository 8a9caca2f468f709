import { RefusedRequest } from '#connector-sdk';
import type { Clock } from '#runtime';

/** More names than this at once are an attack from many addresses: the one unheard of longest is forgotten. */
const MAX_NAMES = 50_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** So many in a time for each name, spread evenly after a burst. Of this process alone: several copies allow as many times that. */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly most: number,
    private readonly inMs: number,
  ) {}

  /** Throws `RefusedRequest` (429) that says when to come again. */
  take(name: string): void {
    const now = this.clock.now().getTime();
    const known = this.buckets.get(name) ?? { tokens: this.most, at: now };
    const tokens = Math.min(this.most, known.tokens + (Math.max(0, now - known.at) * this.most) / this.inMs);
    this.buckets.delete(name);
    if (this.buckets.size >= MAX_NAMES) this.buckets.delete(this.buckets.keys().next().value!);
    this.buckets.set(name, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    if (tokens >= 1) return;
    const seconds = Math.ceil(((1 - tokens) * this.inMs) / this.most / 1000);
    throw new RefusedRequest(429, 'rate_limited', `Too many requests: come again in ${seconds} s`);
  }
}

/** Who connected, as far as limits go: an IPv6 customer has a whole /64. */
export function toAddressGroup(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').split('%', 1)[0]!;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
