import { RetriableError, errorClassOf } from '#runtime';
import { bury, markReplayed } from '../dead-letters/dead-letter.repository.js';
import type { ConsumedRecord } from '../port.js';
import type { ConsumingContext } from './consuming.js';
import type { ConsumingFigures } from './observation.js';
import type { ParkedRepository, Postponed, Scope } from './parked.repository.js';
import { describeError } from './trouble.js';

/** What became of a record that its handler rejected: parked, dead-lettered, or the subscription stopped. Reads the error's class only. */
export class Outcomes {
  onParked: (nextTryAt: Date) => void = () => undefined;
  onParkedBehind: (records: readonly ConsumedRecord[]) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly scope: Scope,
    private readonly context: ConsumingContext,
    private readonly repository: ParkedRepository,
    private readonly figures: ConsumingFigures,
    private readonly halt: (error: unknown) => void,
  ) {}

  /** Keys of one partition that are parked now; see `OpenPartition` for when this must be asked. */
  listParkedKeys(partition: number): Promise<string[]> {
    return this.repository.listKeys(partition);
  }

  findParkedKeys(keys: readonly string[]): Promise<string[]> {
    return this.repository.findKeys(keys);
  }

  /** Stops the subscription and throws the error on, when that is its class. */
  haltOn(error: unknown): void {
    if (errorClassOf(error) !== 'configuration') return;
    this.halt(error);
    throw error;
  }

  /** Stands behind an earlier record of its key, untried. */
  async parkBehind(records: readonly ConsumedRecord[]): Promise<void> {
    const now = this.context.clock.now();
    await this.repository.park(
      records.map((record) => ({ record, attempts: 0 })),
      { now, nextTryAt: now },
    );
    this.onParked(now);
    await this.onParkedBehind(records);
    this.figures.count('parked', records.length);
  }

  /** First failure of a record alone. Resolves, when durable, to whether its key is now parked. */
  async setAside(record: ConsumedRecord, error: unknown): Promise<boolean> {
    if (errorClassOf(error) === 'permanent') {
      await this.bury(record, 'permanent', error, 1);
      return false;
    }
    const now = this.context.clock.now();
    const nextTryAt = this.nextTryAfter(1, error);
    await this.repository.park([{ record, attempts: 1, ...describeError(error) }], { now, nextTryAt });
    this.context.logger[levelOf(error)]('a record is parked with its key', { ...whereIs(record), nextTryAt, error });
    this.onParked(nextTryAt);
    this.figures.count('parked', 1);
    return true;
  }

  /** First failures of a batch, each of another key. Resolves, when durable, to the keys that are now parked. */
  async setAsideAll(failures: readonly { record: ConsumedRecord; error: unknown }[]): Promise<string[]> {
    const retriable = failures.filter(({ error }) => errorClassOf(error) !== 'permanent');
    for (const { record, error } of failures) if (errorClassOf(error) === 'permanent') await this.bury(record, 'permanent', error, 1);
    if (retriable.length === 0) return [];
    const now = this.context.clock.now();
    const parkings = retriable.map(({ record, error }) => ({
      record,
      attempts: 1,
      nextTryAt: this.nextTryAfter(1, error),
      ...describeError(error),
    }));
    await this.repository.park(parkings, { now, nextTryAt: now });
    for (const { nextTryAt } of parkings) this.onParked(nextTryAt);
    const { length } = parkings;
    this.context.logger[levelOf(retriable[0]!.error)]('records are parked with their keys', {
      records: length,
      first: whereIs(retriable[0]!.record),
      error: retriable[0]!.error,
    });
    this.figures.count('parked', length);
    return retriable.map(({ record }) => record.key);
  }

  /** A parked record had its effect. */
  async conclude(record: ConsumedRecord): Promise<void> {
    await this.context.database.run(async (transaction) => {
      await this.repository.remove(transaction, record);
      await markReplayed(transaction, this.scope, record, this.context.clock.now());
    });
  }

  /** First records of lanes failed again. Resolves, when durable, to the lanes that they left (as dead letters): what is behind is next. */
  async rejectAll(owner: string, failures: readonly { lane: string; record: ConsumedRecord; error: unknown }[]): Promise<Set<string>> {
    const left = new Set<string>();
    const postponed: Postponed[] = [];
    for (const { lane, record, error } of failures) {
      const permanent = errorClassOf(error) === 'permanent';
      // A thrower that ends the waiting itself (a reply has a time to live) is not given up for its many tries.
      const endsItself = error instanceof RetriableError && error.endsItself;
      if (permanent || (!endsItself && record.attempt >= this.context.settings.maxAttempts)) {
        await this.bury(record, permanent ? 'permanent' : 'retriable', error, record.attempt);
        left.add(lane);
      } else
        postponed.push({
          lane,
          record,
          attempts: record.attempt,
          nextTryAt: this.nextTryAfter(record.attempt, error),
          ...describeError(error),
        });
    }
    if (postponed.length > 0) await this.repository.postpone(owner, postponed);
    for (const { nextTryAt } of postponed) this.onParked(nextTryAt);
    return left;
  }

  private async bury(record: ConsumedRecord, errorClass: 'retriable' | 'permanent', error: unknown, attempts: number): Promise<void> {
    const at = this.context.clock.now();
    await this.context.database.run(async (transaction) => {
      await bury(transaction, this.scope, { record, errorClass, ...describeError(error), attempts, at });
      await this.repository.remove(transaction, record);
    });
    this.context.logger.error('a record became a dead letter', { ...whereIs(record), errorClass, attempts, error });
    this.figures.count('dead_lettered', 1);
  }

  private nextTryAfter(attempts: number, error: unknown): Date {
    const waits = this.context.settings.parkBackoffMs;
    const backoff = waits[Math.min(attempts, waits.length) - 1] ?? 0;
    const asked = error instanceof RetriableError ? (error.retryAfterMs ?? 0) : 0;
    if (error instanceof RetriableError && error.endsItself && asked > 0) return new Date(this.context.clock.now().getTime() + asked);
    return new Date(this.context.clock.now().getTime() + Math.max(backoff, asked));
  }
}

function whereIs(record: ConsumedRecord) {
  const { partition, offset, envelope } = record;
  return { partition, offset, eventId: envelope.id, type: envelope.type };
}

/** What waits by its own wish is seen where it waits; thousands of such lines would hide the rest. */
function levelOf(error: unknown): 'debug' | 'warn' {
  return error instanceof RetriableError && error.endsItself ? 'debug' : 'warn';
}
