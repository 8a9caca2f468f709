import type { Kafka } from 'kafkajs';
import type { HealthCheck, HealthState } from '#runtime';
import { toBusError } from './errors.js';

/** Do the brokers answer? Each look is a connection of its own, so a stuck one cannot hide behind an old answer. */
export function createKafkaHealthCheck(createQuickClient: () => Kafka, brokers: readonly string[]): HealthCheck {
  return { name: 'kafka', check: () => askBrokers(createQuickClient(), brokers) };
}

async function askBrokers(client: Kafka, brokers: readonly string[]): Promise<HealthState> {
  const admin = client.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    if (cluster.brokers.length > 0) return { ok: true };
    return { ok: false, detail: 'Kafka has no live broker' };
  } catch (error) {
    const { message, hint } = toBusError(`no answer at ${brokers.join(', ')}`, error);
    return { ok: false, detail: `${message}; ${hint ?? ''}` };
  } finally {
    void admin.disconnect().catch(() => undefined);
  }
}
