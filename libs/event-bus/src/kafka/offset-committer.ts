import { isMemberLost } from './errors.js';
import { settleWithin } from './limits.js';

export interface CommittedOffset {
  readonly partition: number;
  readonly offset: string;
}

const RETRY_MS = 250;

/**
 * Commits the offsets of one assignment: of all partitions that moved while a commit was under way in one request. Ends with its
 * assignment, so that no old offset is committed in a later one.
 */
export class OffsetCommitter {
  private moved = new Map<number, string>();
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly commit: (offsets: readonly CommittedOffset[]) => Promise<void>,
    /** The brokers say that the partitions are no longer ours. */
    private readonly onLost: () => void,
  ) {}

  mark(partition: number, offset: string): void {
    this.moved.set(partition, offset);
    if (!this.closed) this.running ??= this.run();
  }

  /** Resolves when all marked offsets are committed, at the latest after `ms`. */
  async flush(ms: number): Promise<void> {
    await settleWithin(ms, this.running ?? Promise.resolve());
  }

  close(): void {
    this.closed = true;
  }

  private async run(): Promise<void> {
    while (this.moved.size > 0 && !this.closed) {
      const offsets = this.moved;
      this.moved = new Map();
      try {
        await this.commit([...offsets].map(([partition, offset]) => ({ partition, offset })));
      } catch (error) {
        this.moved = new Map([...offsets, ...this.moved]);
        if (isMemberLost(error)) {
          this.closed = true;
          this.onLost();
        } else await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    this.running = undefined;
  }
}
