import type { OpenEventBusOptions } from '../open.js';
import { PostgresOutbox } from '../outbox/postgres-outbox.js';
import { KafkaEventBus, type KafkaEventBusOptions } from './kafka-event-bus.js';

/** Rejects with `RetriableError` while the database is away; brokers may be away, appends and consumers wait for them. */
export async function openKafkaEventBus({
  settings,
  ...rest
}: OpenEventBusOptions & Pick<KafkaEventBusOptions, 'socketFactory'>): Promise<KafkaEventBus> {
  const context = { ...rest, settings: settings.bus, retentionDays: settings.log.retentionDays };
  const outbox = await PostgresOutbox.open(context);
  return new KafkaEventBus({ ...context, kafka: settings.kafka, outbox });
}
