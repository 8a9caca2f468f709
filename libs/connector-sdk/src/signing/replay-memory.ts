import type { Clock } from '#runtime';
import { faulty, VALID, type SignatureVerdict } from './verdict.js';

/**
 * Signed requests that were taken, for as long as their timestamps hold. Ask before the work, remember after the durable append: what failed in
 * between may come again as it was. A sender that tries again signs anew, with the same `webhook-id`: that is no replay, and its message is a no-op
 * by its id. In memory only: after a restart the same id makes a replay a no-op, too.
 */
export class ReplayMemory {
  private readonly taken = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    /** Twice the tolerance: a request may be signed that much before us, and be replayed until that much after. */
    private readonly keepMs: number,
    /** The oldest are forgotten above it. */
    private readonly most = 100_000,
  ) {}

  /** `signature` names the request: it covers id, time and body. */
  check(signature: string): SignatureVerdict {
    const at = this.taken.get(signature);
    return at !== undefined && this.clock.now().getTime() - at < this.keepMs ? faulty('replayed') : VALID;
  }

  remember(signature: string): void {
    const now = this.clock.now().getTime();
    // A Map keeps the order of insertion: the first ones are the oldest.
    for (const [old, at] of this.taken) {
      if (this.taken.size < this.most && now - at < this.keepMs) break;
      this.taken.delete(old);
    }
    this.taken.set(signature, now);
  }
}
