import type { BatchHandler, ConsumedBatch, ConsumedRecord } from '../port.js';
import { numberOf } from './records.js';

/** Remembers what a handler was given, and notices what must never happen: two batches of one partition at once. */
export class Collector {
  readonly records: ConsumedRecord[] = [];
  readonly batches: ConsumedBatch[] = [];
  readonly overlaps: string[] = [];
  private readonly running = new Set<string>();

  /** `work` runs first; what it rejects counts as not handled. */
  handler(work: BatchHandler = () => Promise.resolve(), guardOverlaps = true): BatchHandler {
    return async (batch) => {
      const places = guardOverlaps && batch.records.every((record) => record.attempt === 1) ? [...new Set(batch.records.map(placeOf))] : [];
      for (const place of places) {
        if (this.running.has(place)) this.overlaps.push(place);
        this.running.add(place);
      }
      try {
        await work(batch);
        this.batches.push(batch);
        this.records.push(...batch.records);
      } finally {
        for (const place of places) this.running.delete(place);
      }
    };
  }

  get numbers(): number[] {
    return this.records.map(numberOf);
  }

  /** Numbers by key, each without repetitions: a record read twice is a no-op for a real handler. */
  firstSeenByKey(): Map<string, number[]> {
    const byKey = new Map<string, number[]>();
    for (const record of this.records) {
      const seen = byKey.get(record.key) ?? [];
      if (!seen.includes(numberOf(record))) seen.push(numberOf(record));
      byKey.set(record.key, seen);
    }
    return byKey;
  }

  /** Keys whose records were first handled in another order than they were made. */
  findDisorder(): string[] {
    const ascending = (numbers: number[]) => numbers.every((n, index) => index === 0 || numbers[index - 1]! < n);
    return [...this.firstSeenByKey()].filter(([, numbers]) => !ascending(numbers)).map(([key]) => key);
  }
}

function placeOf(record: ConsumedRecord): string {
  return `${record.topic}/${record.partition}`;
}

/** Waits until it holds, and says what it waited for when it never does. */
export async function waitUntil(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > timeoutMs) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A door that a handler waits at until the test opens it. */
export class Gate {
  private open!: () => void;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
  arrivals = 0;

  async pass(): Promise<void> {
    this.arrivals += 1;
    await this.opened;
  }

  release(): void {
    this.open();
  }
}
