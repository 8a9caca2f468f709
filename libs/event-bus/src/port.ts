import type { Envelope } from '#contracts';
import type { Transaction } from '#database';

/** What goes onto the log. `key` decides the partition; records of one key keep their order. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string;
  readonly envelope: Envelope;
  /** The envelope as JSON, when the caller has it already: saves writing it twice on the hot path. */
  readonly json?: string;
}

/** A record as a consumer sees it. `offset` is dense per partition on PostgreSQL, ascending on both. */
export interface ConsumedRecord {
  readonly topic: string;
  readonly partition: number;
  /** 64-bit, so a string. */
  readonly offset: string;
  readonly key: string;
  readonly envelope: Envelope;
  /** When the log took it. */
  readonly appendedAt: Date;
  /** 1 for the first try; a parked record counts up. */
  readonly attempt: number;
  /** True when an operator replayed it from the dead letters. */
  readonly replayed: boolean;
}

export interface ConsumedBatch {
  /** In order per key. Of one topic; of one partition unless the subscription says `acrossPartitions`. Of parked records that are tried again at most one a key. */
  readonly records: readonly ConsumedRecord[];
  /** Aborts when the partition is lost or the process stops: finish or throw soon. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when the effect of every record is durable; the offset moves after that. Rejecting with a batch of several
 * records makes the bus try each record alone, so a handler must be idempotent per record. Rejecting for one record:
 * - retriable error → the record is parked with its key, tried again in order with backoff; other keys go on;
 * - permanent error → dead letter with the reason; its key goes on;
 * - configuration error → the subscription stops and says so (health), nothing is skipped.
 */
export type BatchHandler = (batch: ConsumedBatch) => Promise<void>;

/**
 * A handler that knows which records of its batch failed rejects with this: each named one is judged by its own error, the effect of the others
 * is durable. A record behind a named one with the same key must be untouched: it comes again. It saves handing over each record alone.
 */
export class PartlyFailed extends Error {
  constructor(readonly faults: ReadonlyMap<ConsumedRecord, unknown>) {
    super(`${faults.size} records of a batch failed`);
    this.name = 'PartlyFailed';
  }
}

export interface SubscriptionOptions {
  readonly topic: string;
  readonly group: string;
  readonly handler: BatchHandler;
  /** Records handed over at once, default 100. With 1 each record is a batch of its own. */
  readonly maxBatch?: number;
  /** Batches handled at once over different partitions, default 4. */
  readonly concurrency?: number;
  /**
   * Records of several partitions may come in one batch, in order per key all the same: fewer and larger batches for a handler whose cost
   * is per batch. Default false.
   */
  readonly acrossPartitions?: boolean;
  /**
   * Told of records that were parked untried behind an earlier one of their key, after that is durable and again whenever it is not known
   * whether it was told: what waits may want to say so. What it throws makes it be told again.
   */
  readonly onParkedBehind?: (records: readonly ConsumedRecord[]) => Promise<void>;
  /** Where a group that never committed starts; default 'earliest'. */
  readonly from?: 'earliest' | 'latest';
}

export interface Subscription {
  readonly topic: string;
  readonly group: string;
  pause(): void;
  resume(): void;
  /** Waits for batches in flight, commits their offsets, leaves the group. */
  stop(): Promise<void>;
}

export interface PartitionLag {
  readonly topic: string;
  readonly group: string;
  readonly partition: number;
  /** Next offset the group will read. */
  readonly committed: string;
  /** Next offset that will be written. */
  readonly end: string;
  readonly lag: number;
}

/** Where to replay from: an offset of one partition, or a time on all. */
export type ReplayFrom = { readonly partition: number; readonly offset: string } | { readonly time: Date };

/**
 * What goes durably with an append: in the append's own transaction on PostgreSQL, in one committed before it on Kafka. It must send its
 * statements in its first turn, before any answer, for they travel with the append; what has to follow on an answer runs in a transaction
 * of its own, and the append resolves after it.
 */
export type Alongside = (transaction: Transaction) => Promise<void>;

/** What PostgreSQL keeps of one partition of a topic. */
export interface OutboxBounds {
  readonly partition: number;
  /** First offset that retention has left. */
  readonly first: string;
  /** Next offset that will be written. */
  readonly end: string;
}

/**
 * Topics as PostgreSQL has them: on PostgreSQL the log itself, on Kafka the outbox, which keeps what it published until retention. Offsets
 * are dense and in commit order, so a client may keep one a partition as its cursor. Only what was appended in transactions is here on both.
 */
export interface OutboxReader {
  /** In order of partitions. */
  bounds(topic: string): Promise<OutboxBounds[]>;
  /** At most `limit` records, fewer when they are large; none only at the end. */
  read(topic: string, partition: number, offset: string, limit: number): Promise<ConsumedRecord[]>;
  /** `onAppended` is called within ms of a commit of any process, and each `bus.pollMs` without news too. Returns how to end it. */
  watch(topic: string, onAppended: () => void): () => void;
}

/**
 * The durable log. Two adapters behave alike: `postgres/` and `kafka/`; one contract suite (`testing/`) runs over both.
 */
export interface EventBus {
  readonly engine: 'postgres' | 'kafka';
  readonly outbox: OutboxReader;
  /** Creates topics with the fixed number of partitions and the retention; idempotent. */
  ensureTopics(topics: readonly string[]): Promise<void>;
  /**
   * Appends durably (committed row / acks=all) and keeps the given order per key. Resolves only then; rejects with a
   * `RetriableError` when it may or may not be on the log: append again, consumers dedupe by event id.
   */
  append(records: readonly OutgoingRecord[], alongside?: Alongside): Promise<void>;
  /**
   * Appends as part of a caller's transaction (outbox). On PostgreSQL this *is* the log row; on Kafka a relay publishes it
   * after the commit, in order. Make it the last statement of the transaction: it holds the heads of its partitions.
   */
  appendInTransaction(transaction: Transaction, records: readonly OutgoingRecord[]): Promise<void>;
  subscribe(options: SubscriptionOptions): Promise<Subscription>;
  lag(topic: string, group: string): Promise<PartitionLag[]>;
  /** Moves a group's offsets; its members pick them up. Only for groups whose handler is idempotent (all of ours). */
  replay(topic: string, group: string, from: ReplayFrom): Promise<void>;
  /** Reads without a group, for search and export: records of one partition from an offset, at most `limit`. */
  read(topic: string, partition: number, offset: string, limit: number): Promise<ConsumedRecord[]>;
  stop(): Promise<void>;
}

/** Injection token of the process's `EventBus`. */
export const EVENT_BUS = Symbol('EventBus');
