import type { KafkaMessage } from 'kafkajs';
import { Interrupted, type PartitionConsumer, type SubscriptionConsumer } from '../consuming/consuming.js';
import { Doorbell } from '../consuming/waiting.js';
import type { Slots } from './limits.js';
import { decodeMessage } from './message.js';

export interface WorkerSurroundings {
  readonly consumer: SubscriptionConsumer;
  /** Shared by the partitions of the subscription: how many batches are handled at once. */
  readonly slots: Slots;
  readonly isPaused: () => boolean;
  /** The effect of all before this offset is durable. */
  readonly commit: (partition: number, offset: string) => void;
  /** Something unforeseen: the member starts again. */
  readonly fail: (error: unknown) => void;
}

const MAX_WAITING_BYTES = 1024 * 1024;
const IDLE_MS = 30_000;

/**
 * One partition in one assignment. What the brokers deliver waits here, so that a slow partition holds up neither the others nor the
 * heartbeats; handled in order of offsets, one batch at a time.
 */
export class PartitionWorker {
  readonly done: Promise<void>;
  /** Called when it takes records again after it was full. */
  onSpace: () => void = () => undefined;
  private readonly lost = new AbortController();
  private readonly bell = new Doorbell();
  private waiting: KafkaMessage[] = [];
  private waitingBytes = 0;
  private wasFull = false;
  private closing = false;
  private sought: bigint | undefined;

  constructor(
    readonly partition: number,
    private next: bigint,
    private readonly surroundings: WorkerSurroundings,
  ) {
    this.done = this.work();
  }

  /**
   * Takes delivered records. Returns an offset to fetch from instead when some are missing before them: kafkajs can deliver what it
   * fetched before a rebalance to the assignment after it. A hole that is there again when asked for (retention) is accepted.
   */
  feed(messages: readonly KafkaMessage[], end: bigint): bigint | undefined {
    const first = messages[0];
    if (this.closing || first === undefined) return undefined;
    // The log is shorter than what was read of it: the topic was made anew.
    if (end < this.next) this.next = BigInt(first.offset);
    if (BigInt(first.offset) > this.next && this.sought !== this.next) {
      this.sought = this.next;
      return this.next;
    }
    for (const message of messages) {
      if (BigInt(message.offset) < this.next) continue;
      this.waiting.push(message);
      this.waitingBytes += message.value?.length ?? 0;
      this.next = BigInt(message.offset) + 1n;
    }
    this.bell.ring();
    return undefined;
  }

  get isFull(): boolean {
    const full = this.waiting.length >= 2 * this.surroundings.consumer.options.maxBatch || this.waitingBytes > MAX_WAITING_BYTES;
    this.wasFull ||= full;
    return full;
  }

  wake(): void {
    this.bell.ring();
  }

  /** Nothing new is begun, what waits is dropped; `done` resolves when the batch in hand is finished. */
  close(): void {
    this.closing = true;
    this.waiting = [];
    this.bell.ring();
  }

  /** The partition is lost: the batch in hand is asked to end. */
  abort(): void {
    this.close();
    this.lost.abort();
  }

  private async work(): Promise<void> {
    const { consumer, slots, isPaused, fail } = this.surroundings;
    const open = consumer.openPartition(this.partition, this.lost.signal);
    try {
      while (!this.closing) {
        if (this.waiting.length === 0 || isPaused()) await this.bell.wait(IDLE_MS);
        else await slots.run(() => this.handleNext(open));
      }
    } catch (error) {
      this.close();
      if (!(error instanceof Interrupted) && !consumer.halted.aborted) fail(error);
    }
  }

  private async handleNext(open: PartitionConsumer): Promise<void> {
    if (this.closing || this.surroundings.isPaused()) return;
    const { topic, maxBatch } = this.surroundings.consumer.options;
    const messages = this.waiting.splice(0, maxBatch);
    for (const message of messages) this.waitingBytes -= message.value?.length ?? 0;
    if (this.wasFull && !this.isFull) {
      this.wasFull = false;
      this.onSpace();
    }
    const last = messages.at(-1);
    if (last === undefined) return;
    await open.handle(messages.map((message) => decodeMessage(topic, this.partition, message)));
    this.surroundings.commit(this.partition, String(BigInt(last.offset) + 1n));
  }
}
