import type { MessagePort } from 'node:worker_threads';
import type { Transaction } from '#database';
import { BatchConsumer } from '../consuming/batch-consumer.js';
import type { ConsumingContext } from '../consuming/consuming.js';
import { encodeRecord } from '../outgoing.js';
import type {
  Alongside,
  ConsumedRecord,
  EventBus,
  OutgoingRecord,
  PartitionLag,
  ReplayFrom,
  Subscription,
  SubscriptionOptions,
} from '../port.js';
import { BusSession } from './bus-session.js';
import { GroupMember } from './group-member.js';
import { GroupRepository } from './group.repository.js';
import { GroupedAppender } from './grouped-appender.js';
import { Heartbeats } from './heartbeats.js';
import { JointReader } from './joint-reader.js';
import { LAG_CHECK, watchLag } from './lag-watch.js';
import { LagRepository, type GroupLag } from './lag.repository.js';
import { LogRepository, type Appended, type HeadMoved } from './log.repository.js';
import { LogTail } from './log-tail.js';
import { GROUP_CHANNEL, LOG_CHANNEL } from './log-statements.js';
import { Neighbours } from './neighbours.js';
import { OffsetCommitter } from './offset-committer.js';
import { OwnedPartition } from './owned-partition.js';
import { PostgresSubscription } from './postgres-subscription.js';
import { RecentRecords } from './recent-records.js';
import { Retention } from './retention.js';

export interface PostgresEventBusOptions extends ConsumingContext {
  readonly retentionDays: number;
  /** False when somebody else makes lag known to health and metrics; default true. */
  readonly reportsLag?: boolean;
  /** Each leads to the log of another thread of this process. Closed with the log. */
  readonly neighbours?: readonly MessagePort[];
}

/** The log in PostgreSQL: the committed row is the record. Several processes share groups, offsets and this very log. */
export class PostgresEventBus implements EventBus {
  readonly engine = 'postgres';
  readonly outbox: LogTail;
  private readonly subscriptions = new Set<PostgresSubscription>();
  private readonly log: LogRepository;
  private readonly reader: JointReader;
  private readonly recent = new RecentRecords();
  private readonly lags: LagRepository;
  private readonly session: BusSession;
  private readonly groups: GroupRepository;
  private readonly heartbeats: Heartbeats;
  private readonly committer: OffsetCommitter;
  private readonly appender: GroupedAppender;
  private readonly retention: Retention;
  private readonly neighbours: Neighbours;
  private polling: NodeJS.Timeout | undefined;

  private constructor(private readonly options: PostgresEventBusOptions) {
    const { database, clock, logger, settings } = options;
    this.log = new LogRepository(database);
    this.reader = new JointReader(this.log);
    this.outbox = new LogTail(database, this.log);
    this.lags = new LagRepository(database);
    this.neighbours = new Neighbours(options.neighbours ?? [], (appended) => this.learnAppended(appended));
    this.session = new BusSession(
      database.url,
      this.neighbours.count,
      {
        onNotification: (channel, payload) => this.hear(channel, payload),
        onConnected: () => void this.heartbeats.beat().then(() => this.poll()),
        onLost: () => {
          this.recent.clear();
          this.heartbeats.loseAll();
        },
      },
      logger,
    );
    this.groups = new GroupRepository(database, this.session);
    this.heartbeats = new Heartbeats(this.groups, logger, settings.memberTimeoutMs);
    this.committer = new OffsetCommitter(this.groups);
    this.appender = new GroupedAppender(database, this.log, clock, (appended) => this.tellAppended(appended));
    this.retention = new Retention(database, clock, logger, options.retentionDays);
  }

  static async open(options: PostgresEventBusOptions): Promise<PostgresEventBus> {
    const bus = new PostgresEventBus(options);
    await bus.session.start();
    bus.polling = setInterval(() => void bus.poll(), options.settings.pollMs);
    bus.retention.start();
    if (options.reportsLag !== false) watchLag(bus.lags, options);
    return bus;
  }

  ensureTopics(topics: readonly string[]): Promise<void> {
    return this.log.ensureTopics(topics);
  }

  async append(records: readonly OutgoingRecord[], alongside?: Alongside): Promise<void> {
    if (records.length === 0 && alongside === undefined) return;
    await this.appender.append(records.map(encodeRecord), alongside);
  }

  async appendInTransaction(transaction: Transaction, records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length > 0) await this.log.append(transaction, records.map(encodeRecord), this.options.clock.now(), true);
  }

  async subscribe(wanted: SubscriptionOptions): Promise<Subscription> {
    const { logger, settings } = this.options;
    const consumer = new BatchConsumer(wanted, this.options);
    const { topic, group, from, maxBatch } = consumer.options;
    const heads = await this.log.headsOf(topic);
    const read = async (partition: number, offset: number, limit: number) => {
      const place = { topic, partition, offset, limit };
      return this.recent.find(heads[partition] ?? -1, place) ?? this.reader.read(place);
    };
    await this.groups.ensureGroup({ group, topic }, from);
    const member = new GroupMember({
      scope: { group, topic },
      groups: this.groups,
      logger: logger.child({ topic, group }),
      memberTimeoutMs: settings.memberTimeoutMs,
      openPartition: (ownership) => new OwnedPartition(heads.indexOf(ownership.head), ownership, consumer, read, maxBatch),
      onChanged: () => {
        this.neighbours.tellOwned([...this.listOwned()]);
        subscription.pump();
      },
      settle: () => this.committer.drain(),
      tellGroup: () => this.session.notify(GROUP_CHANNEL, group),
    });
    const subscription = new PostgresSubscription(member, consumer, this.committer, logger.child({ topic, group }), () => {
      this.subscriptions.delete(subscription);
      this.heartbeats.remove(member);
    });
    this.subscriptions.add(subscription);
    this.heartbeats.add(member);
    await member.review();
    consumer.start();
    this.session.notify(GROUP_CHANNEL, group);
    return subscription;
  }

  lag(topic: string, group: string): Promise<PartitionLag[]> {
    return this.lags.list(topic, group);
  }

  async replay(topic: string, group: string, from: ReplayFrom): Promise<void> {
    const heads = await this.log.headsOf(topic);
    const offsets = new Map<number, number>();
    if ('time' in from) for (const head of heads) offsets.set(head, await this.log.findOffsetAt(head, from.time));
    else if (heads[from.partition] !== undefined) offsets.set(heads[from.partition]!, Number(from.offset));
    await this.groups.ensureGroup({ group, topic }, 'earliest');
    await this.groups.withGroup({ group, topic }, (transaction) => this.groups.rewind(transaction, group, offsets));
    this.session.notify(GROUP_CHANNEL, group);
    await this.reviewGroup(group);
  }

  async read(topic: string, partition: number, offset: string, limit: number): Promise<ConsumedRecord[]> {
    const records: ConsumedRecord[] = [];
    // One statement may give fewer, for it is bounded in bytes too.
    for (let next = Number(offset); records.length < limit;) {
      const page = await this.reader.read({ topic, partition, offset: next, limit: limit - records.length });
      const last = page.at(-1);
      if (last === undefined) break;
      records.push(...page);
      next = Number(last.offset) + 1;
    }
    return records;
  }

  /** Every group of this log, of any process. */
  summarizeLag(): Promise<GroupLag[]> {
    return this.lags.summarize();
  }

  /** Deletes what the retention allows now; it also runs every hour. */
  sweep(): Promise<number> {
    return this.retention.sweep();
  }

  async stop(): Promise<void> {
    clearInterval(this.polling);
    this.options.health?.remove(LAG_CHECK);
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await Promise.all([this.appender.drain(), this.retention.stop()]);
    this.heartbeats.stop();
    this.neighbours.close();
    await this.session.stop();
  }

  private hear(channel: string, payload: string): void {
    if (channel === GROUP_CHANNEL) void this.reviewGroup(payload).catch(() => undefined);
    else if (channel === LOG_CHANNEL) this.advance(payload.split(',').map(parseMoved));
  }

  private tellAppended(appended: readonly Appended[]): void {
    this.learnAppended(appended);
    this.neighbours.tellAppended(appended);
    // A process alone need not tell itself: each telling costs a round trip, and an append is to cost one.
    if (this.session.hasPeers) this.session.notify(LOG_CHANNEL, appended.map(({ head, next }) => `${head}:${next}`).join(','));
  }

  private learnAppended(appended: readonly Appended[]): void {
    const owned = this.listOwned();
    for (const { head, next, records, appendedAt } of appended) if (owned.has(head)) this.recent.remember(head, next, records, appendedAt);
    this.advance(appended);
  }

  private listOwned(): Set<number> {
    return new Set([...this.subscriptions].flatMap(({ member }) => [...member.owned.keys()]));
  }

  private advance(moved: readonly HeadMoved[]): void {
    for (const subscription of this.subscriptions) subscription.advance(moved);
    void this.outbox.advance(moved).catch(() => undefined);
  }

  private async reviewGroup(group: string): Promise<void> {
    const concerned = [...this.subscriptions].filter((subscription) => subscription.group === group);
    await Promise.all(concerned.map(({ member }) => member.review()));
  }

  /** The safety net behind NOTIFY. */
  private async poll(): Promise<void> {
    this.outbox.remind();
    await this.session.countPeers().catch(() => undefined);
    const heads = [...this.listOwned()];
    if (heads.length === 0) return;
    try {
      this.advance(await this.groups.readEnds(heads));
    } catch (error) {
      this.options.logger.debug('the log could not be polled', { error });
    }
  }
}

function parseMoved(pair: string): HeadMoved {
  const [head, next] = pair.split(':');
  return { head: Number(head), next: Number(next) };
}
