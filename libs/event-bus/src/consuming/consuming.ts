import type { Database } from '#database';
import type { Clock, HealthRegistry, Logger, Metrics, Settings } from '#runtime';
import type { ConsumedRecord, SubscriptionOptions } from '../port.js';

/**
 * The seam between an engine and what both engines share. An engine (`postgres/`, `kafka/`) knows which partitions are ours and fetches
 * records; the `BatchConsumer` keeps the promises of `BatchHandler`: it calls the handler, parks, dead-letters, stops.
 */
export interface ConsumingContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: Settings['bus'];
  readonly health?: HealthRegistry;
  readonly metrics?: Metrics;
}

/** One assigned partition of one subscription. Make a new one at each assignment: it caches what is parked there. */
export interface PartitionConsumer {
  /**
   * Resolves when the effect of every record is durable, or the record is durably parked or dead-lettered: now commit the offset behind the
   * last of them. One call at a time; records in offset order. It waits, retrying, as long as the database is away: keep heartbeats going.
   * Rejects, and then commit nothing:
   * - `Interrupted`: the signal aborted or the subscription stops; the records come again at the next assignment;
   * - `ConfigurationError`: the subscription has stopped (`BatchConsumer.halted` aborts too); stop fetching and leave the group.
   */
  handle(records: readonly ConsumedRecord[]): Promise<void>;
}

/** What an engine asks of the consumer of one subscription; `BatchConsumer` is the one implementation. */
export interface SubscriptionConsumer {
  readonly options: Required<Omit<SubscriptionOptions, 'onParkedBehind'>>;
  /** Aborts when a configuration error stopped the subscription. */
  readonly halted: AbortSignal;
  /** Starts trying parked keys again, in this process; call it when the subscription begins. */
  start(): void;
  /** `signal` aborts when the partition is lost or must be given up at once. */
  openPartition(partition: number, signal: AbortSignal): PartitionConsumer;
  /** Also stops trying parked keys; records in hand are finished. */
  pause(): void;
  resume(): void;
  /** No new tries and no more waiting: a `handle` that waits for the database rejects with `Interrupted`, one that works goes on. */
  stop(): Promise<void>;
}

/** Work was given up without a verdict on the records: they come again. */
export class Interrupted extends Error {
  constructor(message = 'gave up the records in hand: the partition was lost or the subscription stops') {
    super(message);
    this.name = 'Interrupted';
  }
}
