import type { MessagePort } from 'node:worker_threads';
import type { Database } from '#database';
import type { Clock, HealthRegistry, Logger, Metrics, Settings } from '#runtime';
import type { EventBus } from './port.js';

export interface OpenEventBusOptions {
  readonly database: Database;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  readonly health?: HealthRegistry;
  /** False in a thread beside the one that makes lag known to health and metrics; default true. */
  readonly reportsLag?: boolean;
  /** Each leads to the log of another thread of this process; of use where the log is a table. */
  readonly neighbours?: readonly MessagePort[];
}

/** Opens the log of this process: Kafka when `kafka.brokers` names one, PostgreSQL otherwise. */
export async function openEventBus(options: OpenEventBusOptions): Promise<EventBus> {
  const { settings, ...rest } = options;
  if (settings.kafka.brokers.length > 0) {
    const { openKafkaEventBus } = await import('./kafka/open.js');
    return openKafkaEventBus(options);
  }
  const { PostgresEventBus } = await import('./postgres/postgres-event-bus.js');
  return PostgresEventBus.open({ ...rest, settings: settings.bus, retentionDays: settings.log.retentionDays });
}
