import type { Transaction } from '#database';
import { errorClassOf } from '#runtime';
import { backoffOf, waitFor } from '../consuming/waiting.js';
import type { ConsumedBatch, OutboxReader, OutgoingRecord, Subscription } from '../port.js';
import type { GroupLag } from '../postgres/lag.repository.js';
import { PostgresEventBus, type PostgresEventBusOptions } from '../postgres/postgres-event-bus.js';
import type { Outbox } from './outbox.js';

/** Group on the log in PostgreSQL; its offsets say what has been published. */
export const RELAY_GROUP = 'kafka-relay';

/**
 * The outbox of the Kafka engine is the log of the other engine: a record of a caller's transaction is a row there, with an offset in
 * commit order. The relay is a consumer group on it, shared by all processes, one of them at a time for each partition; it publishes and
 * then moves its offset, so nothing is left out, and what is published twice after a crash keeps its order. Published rows stay until
 * retention: realtime reads them.
 */
export class PostgresOutbox implements Outbox {
  private readonly relays = new Map<string, Promise<Subscription>>();

  private constructor(private readonly log: PostgresEventBus) {}

  static async open(options: PostgresEventBusOptions): Promise<PostgresOutbox> {
    return new PostgresOutbox(await PostgresEventBus.open({ ...options, reportsLag: false }));
  }

  get reader(): OutboxReader {
    return this.log.outbox;
  }

  appendInTransaction(transaction: Transaction, records: readonly OutgoingRecord[]): Promise<void> {
    return this.log.appendInTransaction(transaction, records);
  }

  async relay(topics: readonly string[], publish: (records: readonly OutgoingRecord[]) => Promise<void>): Promise<void> {
    await this.log.ensureTopics(topics);
    for (const topic of topics) {
      if (this.relays.has(topic)) continue;
      const handler = (batch: ConsumedBatch) => publishPatiently(batch, publish);
      const relay = this.log.subscribe({ topic, group: RELAY_GROUP, maxBatch: 500, handler });
      this.relays.set(topic, relay);
      await relay.catch((error: unknown) => {
        this.relays.delete(topic);
        throw error;
      });
    }
  }

  summarizeLag(): Promise<GroupLag[]> {
    return this.log.summarizeLag();
  }

  async stop(): Promise<void> {
    await this.log.stop();
  }
}

/** With the brokers away the whole relay waits: parking its records would let later ones of the same key overtake nobody, and help nobody. */
async function publishPatiently(
  { records, signal }: ConsumedBatch,
  publish: (records: readonly OutgoingRecord[]) => Promise<void>,
): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await publish(records);
      return;
    } catch (error) {
      if (errorClassOf(error) !== 'retriable' || signal.aborted) throw error;
      await waitFor(backoffOf(tries), signal);
    }
  }
}
