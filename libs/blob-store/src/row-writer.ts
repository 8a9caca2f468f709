import type { Clock } from '#runtime';
import type { TransactionRunner } from '#database';
import { insertRows } from './blob.repository.js';
import type { RowBlob } from './blob.repository.js';

interface Waiting {
  readonly blob: RowBlob;
  resolve(): void;
  reject(error: unknown): void;
}

const MOST_BLOBS = 100;
const MOST_BYTES = 8 * 1024 * 1024;

/** One commit costs a disk sync, so all that wait while one is under way share the next. */
export class RowWriter {
  private waiting: Waiting[] = [];
  private busy = false;

  constructor(
    private readonly database: TransactionRunner,
    private readonly clock: Clock,
  ) {}

  write(blob: RowBlob): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ blob, resolve, reject });
      if (!this.busy) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      const group = this.takeGroup();
      try {
        const blobs = group.map((entry) => entry.blob);
        await this.database.run((transaction) => insertRows(transaction, blobs, this.clock.now()));
        for (const entry of group) entry.resolve();
      } catch (error) {
        for (const entry of group) entry.reject(error);
      }
    }
    this.busy = false;
  }

  private takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { blob } of this.waiting) {
      bytes += blob.content.length;
      if (count > 0 && (count >= MOST_BLOBS || bytes > MOST_BYTES)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }
}
