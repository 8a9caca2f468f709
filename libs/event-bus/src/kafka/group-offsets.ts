import type { PartitionLag, ReplayFrom } from '../port.js';
import type { AdminLink } from './admin-link.js';
import { kafkaErrorKinds } from './errors.js';

export interface PartitionOffsets {
  readonly partition: number;
  /** First offset that retention has left. */
  readonly low: string;
  /** Next offset that will be written. */
  readonly end: string;
  /** Absent when the group never committed. */
  readonly committed?: string;
}

/** Where groups stand, asked and set through the brokers. */
export class GroupOffsets {
  constructor(private readonly link: AdminLink) {}

  /** In order of partitions. */
  async describe(topic: string, group: string): Promise<PartitionOffsets[]> {
    return this.link.use(`offsets of ${group} on ${topic}`, async (admin) => {
      const [ends, committed] = await Promise.all([
        admin.fetchTopicOffsets(topic),
        admin.fetchOffsets({ groupId: group, topics: [topic] }),
      ]);
      const offsets = new Map(committed[0]?.partitions.map((each) => [each.partition, each.offset]));
      return ends
        .map(({ partition, low, high }) => ({ partition, low, end: high, ...knownOffset(offsets.get(partition)) }))
        .sort((a, b) => a.partition - b.partition);
    });
  }

  async lag(topic: string, group: string): Promise<PartitionLag[]> {
    const partitions = await this.describe(topic, group);
    return partitions.map(({ partition, low, end, committed = low }) => {
      const lag = Math.max(0, Number(BigInt(end) - BigInt(committed)));
      return { topic, group, partition, committed, end, lag };
    });
  }

  /** What a replay means in offsets, bounded by what the log has. */
  async resolve(topic: string, group: string, from: ReplayFrom): Promise<{ partition: number; offset: string }[]> {
    const known = await this.describe(topic, group);
    if ('partition' in from) {
      return known
        .filter(({ partition }) => partition === from.partition)
        .map(({ partition, low, end }) => ({ partition, offset: clamp(from.offset, low, end) }));
    }
    const found = await this.link.use(`offsets of ${topic} at a time`, (admin) =>
      admin.fetchTopicOffsetsByTimestamp(topic, from.time.getTime()),
    );
    return found.map(({ partition, offset }) => ({ partition, offset }));
  }

  /** False when the group has members: then only they can commit. */
  async commitForAbsent(topic: string, group: string, partitions: readonly { partition: number; offset: string }[]): Promise<boolean> {
    return this.link.useCluster(`commit for ${group} on ${topic}`, async (cluster) => {
      try {
        const coordinator = await cluster.findGroupCoordinator({ groupId: group });
        await coordinator.offsetCommit({
          groupId: group,
          memberId: '',
          groupGenerationId: -1,
          topics: [{ topic, partitions: [...partitions] }],
        });
        return true;
      } catch (error) {
        const kinds = kafkaErrorKinds(error);
        if (kinds.some((kind) => ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS'].includes(kind))) return false;
        throw error;
      }
    });
  }

  /**
   * Gives a group that never committed its first offsets. Without them a group that starts at the end would start there again at each
   * rebalance and skip what came in between.
   */
  async commitFirst(topic: string, group: string, from: 'earliest' | 'latest'): Promise<void> {
    const unknown = (await this.describe(topic, group)).filter(({ committed }) => committed === undefined);
    if (unknown.length === 0) return;
    const first = unknown.map(({ partition, low, end }) => ({ partition, offset: from === 'latest' ? end : low }));
    await this.commitForAbsent(topic, group, first);
  }
}

function knownOffset(offset: string | undefined): { committed?: string } {
  return offset === undefined || offset === '-1' ? {} : { committed: offset };
}

function clamp(offset: string, low: string, end: string): string {
  const value = BigInt(offset);
  if (value < BigInt(low)) return low;
  return value > BigInt(end) ? end : offset;
}
