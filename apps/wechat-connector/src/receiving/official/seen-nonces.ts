import { createHash } from 'node:crypto';

const MOST = 50_000;

/**
 * Nonces of callbacks whose text no signature covers, each with the print of that text: the platform may bring the same once more, nobody another
 * text under a nonce that was seen. In memory: it protects one process, as the setting says.
 */
export class SeenNonces {
  /** In the order of their coming. */
  private readonly seen = new Map<string, { readonly print: string; readonly until: number }>();

  constructor(private readonly keepMs: number) {}

  /** False: this nonce came with other words before. */
  admit(nonce: string, body: Buffer, now: Date): boolean {
    const print = createHash('sha256').update(body).digest('base64');
    const known = this.seen.get(nonce);
    if (known !== undefined && known.until > now.getTime()) return known.print === print;
    this.forget(now);
    this.seen.delete(nonce);
    this.seen.set(nonce, { print, until: now.getTime() + this.keepMs });
    return true;
  }

  private forget(now: Date): void {
    for (const [nonce, { until }] of this.seen) {
      if (until > now.getTime() && this.seen.size < MOST) return;
      this.seen.delete(nonce);
    }
  }
}
