import type { PartitionConsumer, SubscriptionConsumer } from '../consuming/consuming.js';
import type { ConsumedRecord } from '../port.js';
import type { Ownership } from './group.repository.js';

export type ReadRecords = (partition: number, offset: number, limit: number) => Promise<ConsumedRecord[]>;

/** A partition while it is ours, under one generation: reads ahead by one batch, hands batches over one at a time. */
export class OwnedPartition {
  readonly generation: number;
  readonly head: number;
  private readonly controller = new AbortController();
  private readonly consumer: PartitionConsumer;
  private position: number;
  private end: number;
  private ahead: Promise<ConsumedRecord[]> | undefined;
  private running: Promise<unknown> | undefined;
  private closed = false;

  constructor(
    readonly partition: number,
    ownership: Ownership,
    consumer: SubscriptionConsumer,
    private readonly read: ReadRecords,
    private readonly maxBatch: number,
  ) {
    this.head = ownership.head;
    this.generation = ownership.generation;
    this.position = ownership.committed;
    this.end = ownership.end;
    this.consumer = consumer.openPartition(partition, this.controller.signal);
  }

  get busy(): boolean {
    return this.running !== undefined;
  }

  /** Is there something to hand over now? */
  get ready(): boolean {
    return !this.closed && !this.busy && this.position < this.end;
  }

  /** The log goes up to here by now; true when that is news. */
  advance(end: number): boolean {
    if (end <= this.end) return false;
    this.end = end;
    return true;
  }

  /** Hands over the next batch; resolves to the offset to commit, or undefined when there was nothing after all. */
  handleNext(): Promise<number | undefined> {
    const work = this.handle().finally(() => (this.running = undefined));
    this.running = work;
    return work;
  }

  /** No further batch; resolves when the one in hand is done. After `graceMs` the handler is told to hurry. */
  async close(graceMs: number): Promise<void> {
    this.closed = true;
    const hurry = graceMs > 0 ? setTimeout(() => this.controller.abort(), graceMs) : undefined;
    if (graceMs <= 0) this.controller.abort();
    await this.running?.catch(() => undefined);
    clearTimeout(hurry);
    this.controller.abort();
  }

  private async handle(): Promise<number | undefined> {
    const end = this.end;
    const reading = this.ahead ?? this.read(this.partition, this.position, this.maxBatch);
    this.ahead = undefined;
    const records = await reading;
    const last = records.at(-1);
    if (last === undefined) {
      // Everything below `end` was committed before we read: there is nothing left up to there.
      this.position = Math.max(this.position, end);
      return undefined;
    }
    if (this.closed) return undefined;
    const next = Number(last.offset) + 1;
    if (this.end - next >= this.maxBatch) this.readAhead(next);
    await this.consumer.handle(records);
    this.position = next;
    return next;
  }

  /** Only whole batches are worth it: a smaller one would grow while it waits. */
  private readAhead(from: number): void {
    this.ahead = this.read(this.partition, from, this.maxBatch);
    // A failed read is met again, and reported, when the batch is taken.
    this.ahead.catch(() => undefined);
  }
}
