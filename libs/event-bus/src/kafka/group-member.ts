import type { Consumer, Kafka } from 'kafkajs';
import type { Logger, Settings } from '#runtime';
import type { SubscriptionConsumer } from '../consuming/consuming.js';
import { waitFor } from '../consuming/waiting.js';
import { Assignment, type AssignmentParts } from './assignment.js';
import { createGroupConsumer, type GroupTimes } from './group-consumer.js';
import { toBusError } from './errors.js';
import type { GroupOffsets } from './group-offsets.js';
import { settleWithin, Slots } from './limits.js';
import { OffsetCommitter } from './offset-committer.js';
import type { ReplayRequests } from './replay-requests.js';

export interface MemberContext {
  readonly createClient: () => Kafka;
  readonly offsets: GroupOffsets;
  readonly requests: ReplayRequests;
  readonly logger: Logger;
  readonly settings: Settings['bus'];
  readonly times: GroupTimes;
}

const BACKOFF_MS = [200, 500, 1_000, 2_000];

/**
 * One member of a group, for as long as the subscription lives. kafkajs may give a consumer up for good while the process lives on (kafkajs
 * issue 1445): every crash is seen here and answered with a new consumer.
 */
export class GroupMember {
  private assignment: Assignment | undefined;
  private readonly slots: Slots;
  private readonly ending = new AbortController();
  private paused = false;
  private crashes = 0;
  private living: Promise<void> | undefined;

  constructor(
    private readonly groupId: string,
    private readonly consumer: SubscriptionConsumer,
    private readonly context: MemberContext,
  ) {
    this.slots = new Slots(consumer.options.concurrency);
    consumer.halted.addEventListener('abort', () => this.ending.abort(), { once: true });
  }

  start(): void {
    this.living ??= this.live();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.assignment?.wake();
  }

  /** Batches in hand are finished and committed, then the group is left. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.living;
  }

  private async live(): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        await this.liveOnce();
      } catch (error) {
        const wait = BACKOFF_MS[Math.min(this.crashes++, BACKOFF_MS.length - 1)] ?? 0;
        const classed = toBusError(`consumer of ${this.groupId}`, error);
        const fields = { group: this.groupId, wait, error: classed };
        if (classed.errorClass === 'configuration') this.context.logger.error('a consumer is refused and tries again', fields);
        else this.context.logger.warn('a consumer broke off and starts again', fields);
        await waitFor(wait, this.ending.signal).catch(() => undefined);
      }
    }
  }

  /** Resolves when the subscription ends, rejects when the consumer broke off. */
  private async liveOnce(): Promise<void> {
    const { topic, from } = this.consumer.options;
    const broken = new Broken();
    await this.context.offsets.commitFirst(topic, this.groupId, from);
    const consumer = createGroupConsumer({
      client: this.context.createClient(),
      groupId: this.groupId,
      topic,
      times: this.context.times,
      onBroken: (error) => broken.reject(error),
      onJoined: (partitions) => {
        this.crashes = 0;
        this.context.logger.debug('partitions assigned', { group: this.groupId, partitions });
        this.assignment = this.openAssignment(consumer.kafka, partitions, (error) => broken.reject(error));
      },
      beforeJoin: (isMember) => this.leaveAssignment(isMember),
      deliver: async (partition, delivery) => this.assignment?.feed(partition, delivery),
    });
    const watch = setInterval(() => void this.fulfilReplays().catch(() => undefined), this.context.settings.pollMs);
    try {
      await Promise.race([consumer.start(), broken.promise, this.ended()]);
      await Promise.race([broken.promise, this.ended()]);
    } catch (error) {
      this.assignment?.abort();
      throw error;
    } finally {
      clearInterval(watch);
      if (this.ending.signal.aborted) this.assignment?.abort();
      await this.leaveAssignment(() => Promise.resolve(true));
      await settleWithin(5_000, consumer.stop());
    }
  }

  private openAssignment(kafka: Consumer, partitions: readonly number[], fail: (error: unknown) => void): Assignment {
    const { topic } = this.consumer.options;
    const parts: AssignmentParts = {
      committer: new OffsetCommitter(
        (offsets) => kafka.commitOffsets(offsets.map((each) => ({ topic, ...each }))),
        () => assignment.abort(),
      ),
      surroundings: {
        consumer: this.consumer,
        slots: this.slots,
        isPaused: () => this.paused,
        commit: (partition, offset) => parts.committer.mark(partition, offset),
        fail,
      },
      findStarts: () => this.findStarts(),
      flow: {
        pause: (partition) => kafka.pause([{ topic, partitions: [partition] }]),
        resume: (partition) => kafka.resume([{ topic, partitions: [partition] }]),
        seek: (partition, offset) => kafka.seek({ topic, partition, offset }),
      },
    };
    // What was full in the assignment before is still paused.
    kafka.resume([{ topic }]);
    const assignment = new Assignment(partitions, parts);
    return assignment;
  }

  private async findStarts(): Promise<ReadonlyMap<number, string>> {
    const known = await this.context.offsets.describe(this.consumer.options.topic, this.groupId);
    return new Map(known.map(({ partition, low, end, committed = low }) => [partition, BigInt(committed) > BigInt(end) ? low : committed]));
  }

  private async leaveAssignment(isMember: () => Promise<boolean>): Promise<void> {
    const leaving = this.assignment;
    this.assignment = undefined;
    if (leaving === undefined) return;
    const drained = leaving.drain(this.context.times.graceMs);
    const stillMember = await isMember().catch(() => true);
    if (!stillMember) leaving.abort();
    await drained;
  }

  /** Moves partitions of ours to where somebody asked for. */
  private async fulfilReplays(): Promise<void> {
    const { assignment } = this;
    if (assignment === undefined) return;
    const requests = await this.context.requests.list(this.consumer.options.topic, this.groupId);
    for (const { id, partition, offset } of requests) {
      if (await assignment.restartAt(partition, offset)) await this.context.requests.remove([id]);
    }
  }

  private ended(): Promise<void> {
    return new Promise((resolve) => {
      if (this.ending.signal.aborted) resolve();
      else this.ending.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

class Broken {
  reject: (error: unknown) => void = () => undefined;
  readonly promise = new Promise<never>((_, reject) => {
    this.reject = reject;
  });

  constructor() {
    this.promise.catch(() => undefined);
  }
}
