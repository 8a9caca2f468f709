import type { KafkaMessage } from 'kafkajs';
import type { OffsetCommitter } from './offset-committer.js';
import { PartitionWorker, type WorkerSurroundings } from './partition-worker.js';
import { settleWithin } from './limits.js';

export interface AssignmentParts {
  readonly committer: OffsetCommitter;
  readonly surroundings: WorkerSurroundings;
  /** Where each partition begins; asked once. */
  readonly findStarts: (partitions: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  readonly flow: DeliveryFlow;
}

/** What kafkajs fetched of one partition. */
export interface Delivery {
  readonly messages: readonly KafkaMessage[];
  /** Next offset that will be written. */
  readonly end: bigint;
  /** True when another offset was sought since it was fetched. */
  readonly isStale: () => boolean;
}

/** Steers what kafkajs fetches next. */
export interface DeliveryFlow {
  pause(partition: number): void;
  resume(partition: number): void;
  seek(partition: number, offset: string): void;
}

/** After an abort handlers are waited for so long before their partitions are read again. */
const ABORTED_LIMIT_MS = 10_000;

/** The partitions this member has between one rebalance and the next. */
export class Assignment {
  private readonly workers = new Map<number, PartitionWorker>();
  private closed = false;
  private readonly ready: Promise<void>;

  constructor(
    partitions: readonly number[],
    private readonly parts: AssignmentParts,
  ) {
    this.ready = partitions.length === 0 ? Promise.resolve() : this.open(partitions);
    this.ready.catch(parts.surroundings.fail);
  }

  async feed(partition: number, delivery: Delivery): Promise<void> {
    await this.ready;
    const worker = this.workers.get(partition);
    if (worker === undefined || this.closed || delivery.isStale()) return;
    const missing = worker.feed(delivery.messages, delivery.end);
    if (missing !== undefined) this.parts.flow.seek(partition, String(missing));
    else if (worker.isFull) this.parts.flow.pause(partition);
  }

  /** Starts a partition of ours at another offset; false when it is not ours. */
  async restartAt(partition: number, offset: string): Promise<boolean> {
    await this.ready;
    const worker = this.workers.get(partition);
    if (worker === undefined || this.closed) return false;
    worker.close();
    await worker.done;
    if (this.closed) return false;
    this.start(partition, offset);
    this.parts.flow.seek(partition, offset);
    this.parts.flow.resume(partition);
    this.parts.committer.mark(partition, offset);
    return true;
  }

  wake(): void {
    for (const worker of this.workers.values()) worker.wake();
  }

  /** Begins nothing new; resolves when the batches in hand are finished and their offsets committed. After `graceMs` they are aborted. */
  async drain(graceMs: number): Promise<void> {
    this.closed = true;
    for (const worker of this.workers.values()) worker.close();
    await settleWithin(graceMs, this.finished());
    for (const worker of this.workers.values()) worker.abort();
    await settleWithin(ABORTED_LIMIT_MS, this.finished());
    await this.parts.committer.flush(2_000);
    this.parts.committer.close();
  }

  /** The partitions are lost, or must be given up at once. */
  abort(): void {
    this.closed = true;
    for (const worker of this.workers.values()) worker.abort();
  }

  private finished(): Promise<unknown> {
    return Promise.all([...this.workers.values()].map((worker) => worker.done));
  }

  private async open(partitions: readonly number[]): Promise<void> {
    const starts = await this.parts.findStarts(partitions);
    if (this.closed) return;
    for (const partition of partitions) this.start(partition, starts.get(partition) ?? '0');
  }

  private start(partition: number, offset: string): void {
    const worker = new PartitionWorker(partition, BigInt(offset), this.parts.surroundings);
    worker.onSpace = () => this.parts.flow.resume(partition);
    this.workers.set(partition, worker);
  }
}
