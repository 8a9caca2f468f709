import { logLevel, type Admin, type Broker, type Cluster, type Kafka, PartitionAssigners } from 'kafkajs';
import { kafkaErrorKinds, toBusError } from './errors.js';
import { settleWithin } from './limits.js';

/** What brokers answer while a leader or coordinator moves or loads; over in a second or two. */
const PASSING = [
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
];
const PASSING_TRIES = 15;
const PASSING_WAIT_MS = 200;
const REPLACED_AFTER_MS = 10_000;

/** The admin client and the cluster behind one more client, connected when first needed, made anew after a failure. */
export class AdminLink {
  private readonly admin: Lazy<Admin>;
  private readonly cluster: Lazy<Cluster>;

  constructor(createClient: () => Kafka) {
    this.admin = new Lazy(() => connect(createClient().admin()));
    this.cluster = new Lazy(() => connectCluster(createClient()));
  }

  /** Rejects with a classed error. */
  use<T>(doing: string, work: (admin: Admin) => Promise<T>): Promise<T> {
    return useLazy(this.admin, doing, work);
  }

  /** For what the admin client cannot do: read without a group, and commit for a group without members without joining it. */
  useCluster<T>(doing: string, work: (cluster: Cluster) => Promise<T>): Promise<T> {
    return useLazy(this.cluster, doing, work);
  }

  async stop(): Promise<void> {
    await settleWithin(2_000, Promise.all([this.admin.close(), this.cluster.close()]));
  }
}

interface Link {
  disconnect(): Promise<void>;
}

class Lazy<L extends Link> {
  private opened: Promise<L> | undefined;

  constructor(private readonly open: () => Promise<L>) {}

  get(): Promise<L> {
    this.opened ??= this.open();
    return this.opened;
  }

  /** The next one is made anew; others may still be busy with this one. */
  replace(link: Promise<L>): void {
    if (this.opened !== link) return;
    this.opened = undefined;
    setTimeout(() => void link.then((each) => each.disconnect()).catch(() => undefined), REPLACED_AFTER_MS).unref();
  }

  async close(): Promise<void> {
    await this.opened?.then((link) => link.disconnect()).catch(() => undefined);
  }
}

async function useLazy<L extends Link, T>(lazy: Lazy<L>, doing: string, work: (link: L) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const link = lazy.get();
    try {
      return await work(await link);
    } catch (error) {
      // A new one has fresh metadata.
      lazy.replace(link);
      const passes = kafkaErrorKinds(error).some((kind) => PASSING.includes(kind));
      if (!passes || tries === PASSING_TRIES) throw toBusError(doing, error);
      await new Promise((resolve) => setTimeout(resolve, PASSING_WAIT_MS));
    }
  }
}

/** A quick client for one question that must be answered or refused at once. */
export const QUICK = { connectionTimeout: 700, requestTimeout: 700, retry: { retries: 0 }, logLevel: logLevel.NOTHING } as const;

/** The cluster of a client: kafkajs hands it to whoever assigns partitions. */
export function captureCluster(client: Kafka, groupId = 'no-group'): Cluster {
  let captured: Cluster | undefined;
  client.consumer({
    groupId,
    partitionAssigners: [
      (config) => {
        captured = config.cluster;
        return PartitionAssigners.roundRobin(config);
      },
    ],
  });
  return captured!;
}

export async function findLeader(cluster: Cluster, topic: string, partition: number): Promise<Broker> {
  await cluster.addTargetTopic(topic);
  await cluster.refreshMetadataIfNecessary();
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  return cluster.findBroker({ nodeId: nodeId ?? '' });
}

async function connect(admin: Admin): Promise<Admin> {
  await admin.connect();
  return admin;
}

async function connectCluster(client: Kafka): Promise<Cluster> {
  const cluster = captureCluster(client);
  await cluster.connect();
  return cluster;
}
