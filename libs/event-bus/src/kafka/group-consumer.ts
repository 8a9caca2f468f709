import { PartitionAssigners, type Consumer, type Kafka } from 'kafkajs';
import type { Delivery } from './assignment.js';
import { holdJoins } from './join-gate.js';

export interface GroupTimes {
  /** A member unheard of for this long loses its partitions. */
  readonly sessionMs: number;
  /** At a rebalance batches in hand may go on for this long before they are aborted. */
  readonly graceMs: number;
  /** The brokers wait this long for all members to join a rebalance. */
  readonly rebalanceMs: number;
  readonly heartbeatMs: number;
}

export function toGroupTimes(sessionMs: number): GroupTimes {
  return { sessionMs, graceMs: sessionMs, rebalanceMs: 2 * sessionMs + 15_000, heartbeatMs: Math.min(1_000, sessionMs / 5) };
}

export interface GroupConsumerParts {
  readonly client: Kafka;
  readonly groupId: string;
  readonly topic: string;
  readonly times: GroupTimes;
  readonly onJoined: (partitions: readonly number[]) => void;
  readonly onBroken: (error: unknown) => void;
  /** The partitions held until now are given back when this resolves. `isMember` asks the brokers whether they are still ours. */
  readonly beforeJoin: (isMember: () => Promise<boolean>) => Promise<void>;
  readonly deliver: (partition: number, delivery: Delivery) => Promise<void>;
}

export interface GroupConsumer {
  readonly kafka: Consumer;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A kafkajs consumer that fetches, keeps its membership and tells what happens; everything else is decided elsewhere. */
export function createGroupConsumer(parts: GroupConsumerParts): GroupConsumer {
  const { groupId, topic, times } = parts;
  let memberId = '';
  let beat: () => Promise<void> = () => Promise.resolve();

  const kafka = parts.client.consumer({
    groupId,
    sessionTimeout: times.sessionMs,
    rebalanceTimeout: times.rebalanceMs,
    heartbeatInterval: times.heartbeatMs,
    allowAutoTopicCreation: false,
    minBytes: 1,
    maxBytes: 4_194_304,
    maxBytesPerPartition: 262_144,
    // A partition that was paused is asked for again at the next fetch.
    maxWaitTimeInMs: 500,
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 8, restartOnFailure: () => Promise.resolve(false) },
    partitionAssigners: [
      (config) => {
        const { cluster } = config;
        const findCoordinator = cluster.findGroupCoordinator.bind(cluster);
        const isMember = async () => {
          const coordinator = await findCoordinator({ groupId });
          const { groups } = (await coordinator.describeGroups({ groupIds: [groupId] })) as GroupsAnswer;
          return groups.some((group) => group.members.some((member) => member.memberId === memberId));
        };
        holdJoins(cluster, async () => {
          // Without heartbeats the wait itself would cost the membership.
          const beats = setInterval(() => void beat().catch(() => undefined), times.heartbeatMs);
          await parts.beforeJoin(isMember).finally(() => clearInterval(beats));
        });
        return PartitionAssigners.roundRobin(config);
      },
    ],
  });

  let lastSign = performance.now();
  const showLife = () => {
    lastSign = performance.now();
  };
  kafka.on(kafka.events.HEARTBEAT, showLife);
  kafka.on(kafka.events.FETCH_START, showLife);
  kafka.on(kafka.events.GROUP_JOIN, ({ payload }) => {
    showLife();
    memberId = payload.memberId;
    parts.onJoined(payload.memberAssignment[topic] ?? []);
  });
  kafka.on(kafka.events.CRASH, ({ payload }) => parts.onBroken(payload.error));

  const silenceLimit = times.rebalanceMs + times.sessionMs;
  const watch = setInterval(() => {
    if (performance.now() - lastSign > silenceLimit) parts.onBroken(new Error(`no sign of life for ${silenceLimit} ms`));
  }, times.sessionMs);
  let stopped = false;

  return {
    kafka,
    start: async () => {
      await kafka.connect();
      await kafka.subscribe({ topics: [topic], fromBeginning: true });
      if (stopped) return;
      await kafka.run({
        autoCommit: false,
        // Deliveries only go into a queue: all partitions of a fetch may do so at once.
        partitionsConsumedConcurrently: 16,
        eachBatch: async ({ batch, heartbeat, isStale }) => {
          beat = heartbeat;
          await parts.deliver(batch.partition, { messages: batch.messages, end: BigInt(batch.highWatermark), isStale });
        },
      });
      if (stopped) await kafka.disconnect();
    },
    stop: async () => {
      stopped = true;
      clearInterval(watch);
      await kafka.disconnect();
    },
  };
}

interface GroupsAnswer {
  readonly groups: readonly { readonly members: readonly { readonly memberId: string }[] }[];
}
