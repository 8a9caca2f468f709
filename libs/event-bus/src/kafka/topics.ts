import kafkajs, { type Admin, type ITopicMetadata } from 'kafkajs';
import { PARTITIONS } from '#contracts';
import { ConfigurationError, RetriableError, type Logger } from '#runtime';
import { kafkaErrorKinds } from './errors.js';

export interface TopicPlan {
  readonly replicationFactor: number;
  readonly retentionMs: number;
}

/** `ConfigSource` of a setting made for this very topic (Kafka protocol, DescribeConfigs). */
const OF_THE_TOPIC = 1;

/**
 * Creates missing topics and brings the retention of existing ones in line. Idempotent; several processes may do it at once.
 * Throws a `ConfigurationError` `wrong_partitions` for a topic that was made with another number of partitions.
 */
export async function ensureTopics(admin: Admin, topics: readonly string[], plan: TopicPlan, logger: Logger): Promise<void> {
  const wanted = toSettings(plan);
  const present = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !present.has(topic));
  if (missing.length > 0) {
    const configEntries = Object.entries(wanted).map(([name, value]) => ({ name, value }));
    // Resolves with false when another process was quicker.
    await admin.createTopics({
      // kafkajs's own waiting fails when the broker it asks has not heard of the topic yet.
      waitForLeaders: false,
      topics: missing.map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor: plan.replicationFactor, configEntries })),
    });
    logger.info('topics created', { topics: missing });
  }
  await checkPartitions(admin, topics, missing);
  await correctSettings(admin, topics, wanted, logger);
}

function toSettings({ retentionMs }: TopicPlan): Record<string, string> {
  return {
    'retention.ms': String(Math.round(retentionMs)),
    // The log says when it took a record; a producer whose clock is ahead would be refused.
    'message.timestamp.type': 'LogAppendTime',
  };
}

async function checkPartitions(admin: Admin, topics: readonly string[], created: readonly string[]): Promise<void> {
  for (const { name, partitions } of await awaitLeaders(admin, topics, created)) {
    if (partitions.length === PARTITIONS) continue;
    throw new ConfigurationError(`Kafka: topic ${name} has ${partitions.length} partitions, ${PARTITIONS} are needed`, {
      code: 'wrong_partitions',
      hint: `let it be consumed to its end, then delete it; the next start creates it with ${PARTITIONS}`,
    });
  }
}

const LEADERS_LIMIT_MS = 15_000;
/** What brokers say of a topic that was created a moment ago. */
const NOT_YET = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION', 'REPLICA_NOT_AVAILABLE'];

async function awaitLeaders(admin: Admin, topics: readonly string[], created: readonly string[]): Promise<ITopicMetadata[]> {
  for (let waited = 0; ; waited += 50) {
    try {
      const { topics: found } = await admin.fetchTopicMetadata({ topics: [...topics] });
      // A broker may be named leader before it knows.
      for (const topic of created) await admin.fetchTopicOffsets(topic);
      if (found.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return found;
    } catch (error) {
      const passing = kafkaErrorKinds(error).some((kind) => NOT_YET.includes(kind));
      if (!passing || waited > LEADERS_LIMIT_MS) throw error;
    }
    if (waited > LEADERS_LIMIT_MS) throw new RetriableError('Kafka: new topics have no leaders yet', { code: 'kafka_unavailable' });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function correctSettings(admin: Admin, topics: readonly string[], wanted: Record<string, string>, logger: Logger): Promise<void> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
  });
  for (const { resourceName, configEntries } of resources) {
    const differs = Object.entries(wanted).some(
      ([name, value]) => configEntries.find((entry) => entry.configName === name)?.configValue !== value,
    );
    if (!differs) continue;
    // AlterConfigs replaces all settings of the topic: name again what an operator set.
    const kept = configEntries
      .filter((entry) => Number(entry.configSource) === OF_THE_TOPIC && !(entry.configName in wanted))
      .map(({ configName, configValue }) => ({ name: configName, value: configValue }));
    const entries = [...kept, ...Object.entries(wanted).map(([name, value]) => ({ name, value }))];
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: resourceName, configEntries: entries }],
    });
    logger.info('topic settings corrected', { topic: resourceName, ...wanted });
  }
}
