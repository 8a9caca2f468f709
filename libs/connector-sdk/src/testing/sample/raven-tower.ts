import { createHmac } from 'node:crypto';

export interface RavenScroll {
  readonly id: string;
  readonly from: string;
  readonly kind: string;
  readonly text: string;
}

/** A remote that brings by HTTP: posts signed scrolls one after another, remembers how each was answered, and waits for 2 s. */
export class RavenTower {
  readonly secret = 'three eyes';
  readonly answerWithinMs = 2_000;
  readonly taken: string[] = [];
  readonly bytes = new Map<string, Buffer>();
  private flight: Promise<unknown> = Promise.resolve();

  constructor(private url = '') {}

  pointAt(url: string): void {
    this.url = url;
  }

  /** Ravens of one tower fly one after another; nobody waits for them here. */
  release(scroll: RavenScroll): Promise<void> {
    this.flight = this.flight.then(() => this.fly(scroll, this.secret)).catch(() => undefined);
    return Promise.resolve();
  }

  async fly(scroll: RavenScroll, secret: string): Promise<number> {
    // White space as no JSON writer of ours would put it.
    const body = Buffer.from(JSON.stringify(scroll, null, 3));
    this.bytes.set(scroll.id, body);
    const signal = AbortSignal.timeout(this.answerWithinMs);
    const { status } = await fetch(this.url, {
      method: 'POST',
      body,
      headers: { 'raven-signature': sign(body, secret), connection: 'close' },
      signal,
    });
    if (status < 300) this.taken.push(scroll.id);
    return status;
  }
}

export function sign(body: Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}
