import { RetriableError, type Logger } from '#runtime';
import { BatchConsumer } from '../consuming/batch-consumer.js';
import type { ConsumingContext } from '../consuming/consuming.js';
import type { Transaction } from '#database';
import type {
  Alongside,
  ConsumedRecord,
  EventBus,
  OutboxReader,
  OutgoingRecord,
  PartitionLag,
  ReplayFrom,
  Subscription,
  SubscriptionOptions,
} from '../port.js';
import type { ISocketFactory, KafkaConfig } from 'kafkajs';
import type { Outbox } from '../outbox/outbox.js';
import type { GroupLag } from '../postgres/lag.repository.js';
import { watchLag } from '../postgres/lag-watch.js';
import { AdminLink, QUICK } from './admin-link.js';
import { GroupedAppender } from './appender.js';
import { createKafkaClient, HOLDING_ON, type KafkaSettings } from './client.js';
import { toGroupTimes } from './group-consumer.js';
import { GroupMember } from './group-member.js';
import { GroupOffsets } from './group-offsets.js';
import { createKafkaHealthCheck } from './health.js';
import { toKafkaRecord } from './message.js';
import { readRecords } from './read-records.js';
import { ReplayRequests } from './replay-requests.js';
import { Sender } from './sender.js';
import { ensureTopics } from './topics.js';

export interface KafkaEventBusOptions extends ConsumingContext {
  readonly kafka: KafkaSettings;
  readonly retentionDays: number;
  readonly outbox: Outbox;
  /** How the brokers are reached, when not directly. */
  readonly socketFactory?: ISocketFactory;
}

const DAY_MS = 86_400_000;
/** A replay waits so long for the members of the group to take it up. */
const REPLAY_LIMIT_MS = 15_000;

/** The log on Apache Kafka. Parked records, dead letters and the outbox lie in PostgreSQL, as on the other engine. */
export class KafkaEventBus implements EventBus {
  readonly engine = 'kafka';
  readonly outbox: OutboxReader;
  private readonly logger: Logger;
  private readonly link: AdminLink;
  private readonly offsets: GroupOffsets;
  private readonly requests: ReplayRequests;
  private readonly sender: Sender;
  private readonly appender: GroupedAppender;
  private readonly subscriptions = new Set<Subscription>();

  constructor(private readonly options: KafkaEventBusOptions) {
    this.logger = options.logger;
    this.outbox = options.outbox.reader;
    this.link = new AdminLink(this.createClient);
    this.offsets = new GroupOffsets(this.link);
    this.requests = new ReplayRequests(options.database, options.clock);
    this.sender = new Sender(this.createClient, this.logger);
    this.appender = new GroupedAppender((records) => this.sender.send(records), options.database);
    watchLag({ summarize: () => this.summarizeLag() }, options);
    options.health?.add(createKafkaHealthCheck(() => this.createClient(QUICK), options.kafka.brokers));
  }

  async ensureTopics(topics: readonly string[]): Promise<void> {
    const { retentionDays, kafka } = this.options;
    const plan = { replicationFactor: kafka.replicationFactor, retentionMs: retentionDays * DAY_MS };
    await this.link.use(`create topics ${topics.join(', ')}`, (admin) => ensureTopics(admin, topics, plan, this.logger));
    await this.options.outbox.relay(topics, (records) => this.append(records));
  }

  async append(records: readonly OutgoingRecord[], alongside?: Alongside): Promise<void> {
    await this.appender.append(records.map(toKafkaRecord), alongside);
  }

  appendInTransaction(transaction: Transaction, records: readonly OutgoingRecord[]): Promise<void> {
    return this.options.outbox.appendInTransaction(transaction, records);
  }

  async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    const { topic, group } = options;
    const groupId = groupIdOf(topic, group);
    if (options.from === 'latest') await this.offsets.commitFirst(topic, groupId, 'latest');
    const consumer = new BatchConsumer(options, this.options);
    const member = new GroupMember(groupId, consumer, {
      createClient: () => this.createClient(HOLDING_ON),
      offsets: this.offsets,
      requests: this.requests,
      logger: this.logger.child({ topic, group }),
      settings: this.options.settings,
      times: toGroupTimes(this.options.kafka.sessionTimeoutMs),
    });
    consumer.start();
    member.start();
    const subscription: Subscription = {
      topic,
      group,
      pause: () => {
        consumer.pause();
        member.pause();
      },
      resume: () => {
        consumer.resume();
        member.resume();
      },
      stop: async () => {
        this.subscriptions.delete(subscription);
        await Promise.all([consumer.stop(), member.stop()]);
      },
    };
    this.subscriptions.add(subscription);
    return subscription;
  }

  async lag(topic: string, group: string): Promise<PartitionLag[]> {
    const lags = await this.offsets.lag(topic, groupIdOf(topic, group));
    return lags.map((each) => ({ ...each, group }));
  }

  async replay(topic: string, group: string, from: ReplayFrom): Promise<void> {
    const groupId = groupIdOf(topic, group);
    const wanted = await this.offsets.resolve(topic, groupId, from);
    const ids = await this.requests.put(topic, groupId, wanted);
    if (await this.offsets.commitForAbsent(topic, groupId, wanted)) {
      await this.requests.remove(ids);
      return;
    }
    for (let waited = 0; waited < REPLAY_LIMIT_MS; waited += 50) {
      if ((await this.requests.countOpen(ids)) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new RetriableError(`group ${group} did not take up the replay of ${topic} yet; it will when its members answer`, {
      code: 'replay_pending',
      hint: 'check that the processes which consume this topic run',
    });
  }

  async read(topic: string, partition: number, offset: string, limit: number): Promise<ConsumedRecord[]> {
    const doing = `read ${topic}/${partition}`;
    const bounds = await this.link.use(doing, (admin) => admin.fetchTopicOffsets(topic));
    const low = bounds.find((each) => each.partition === partition)?.low ?? '0';
    return this.link.useCluster(doing, (cluster) => readRecords(cluster, { topic, partition, low }, offset, limit));
  }

  /** The groups that this process is a member of, and the outbox. */
  private async summarizeLag(): Promise<GroupLag[]> {
    const own = [...this.subscriptions].map(async ({ topic, group }) => {
      const behind = (await this.lag(topic, group)).filter(({ lag }) => lag > 0);
      const oldest = await Promise.all(behind.map(({ partition, committed }) => this.read(topic, partition, committed, 1)));
      const times = oldest.flat().map(({ appendedAt }) => appendedAt.getTime());
      const oldestAt = times.length === 0 ? null : new Date(Math.min(...times));
      return { topic, group, lag: behind.reduce((sum, { lag }) => sum + lag, 0), oldestAt };
    });
    return [...(await Promise.all(own)), ...(await this.options.outbox.summarizeLag())];
  }

  async stop(): Promise<void> {
    this.options.health?.remove('kafka');
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.options.outbox.stop();
    await this.appender.stop();
    await this.sender.stop();
    await this.link.stop();
  }

  private readonly createClient = (more: Partial<KafkaConfig> = {}) => {
    const { kafka, socketFactory } = this.options;
    return createKafkaClient(kafka, this.logger, { ...(socketFactory ? { socketFactory } : {}), ...more });
  };
}

/** One group a topic: kafkajs shares out only the topics its leader reads, so members that read others would starve. */
export function groupIdOf(topic: string, group: string): string {
  return `${group}.${topic}`;
}
