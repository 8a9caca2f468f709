import type { Logger } from '#runtime';
import { backoffOf } from '../consuming/waiting.js';
import type { SubscriptionConsumer } from '../consuming/consuming.js';
import type { Subscription } from '../port.js';
import type { GroupMember } from './group-member.js';
import type { HeadMoved } from './log.repository.js';
import type { OffsetCommitter } from './offset-committer.js';
import type { OwnedPartition } from './owned-partition.js';

/** Hands batches of the owned partitions over, `concurrency` at once, taking turns. */
export class PostgresSubscription implements Subscription {
  readonly topic: string;
  readonly group: string;
  private active = 0;
  private paused = false;
  private stopping: Promise<void> | undefined;
  private readonly resting = new Set<OwnedPartition>();
  private readonly failures = new WeakMap<OwnedPartition, number>();

  constructor(
    readonly member: GroupMember,
    private readonly consumer: SubscriptionConsumer,
    private readonly committer: OffsetCommitter,
    private readonly logger: Logger,
    private readonly onStopped: () => void,
  ) {
    this.topic = consumer.options.topic;
    this.group = consumer.options.group;
    consumer.halted.addEventListener('abort', () => void this.stop(), { once: true });
  }

  pause(): void {
    this.paused = true;
    this.consumer.pause();
  }

  resume(): void {
    this.paused = false;
    this.consumer.resume();
    this.pump();
  }

  stop(): Promise<void> {
    this.stopping ??= this.leave();
    return this.stopping;
  }

  /** The log grew. */
  advance(moved: readonly HeadMoved[]): void {
    let news = false;
    for (const { head, next } of moved) if (this.member.owned.get(head)?.advance(next)) news = true;
    if (news) this.pump();
  }

  /** Starts whatever can be started now. */
  pump(): void {
    if (this.paused || this.stopping !== undefined) return;
    for (const partition of [...this.member.owned.values()]) {
      if (this.active >= this.consumer.options.concurrency) return;
      if (partition.ready && !this.resting.has(partition)) void this.run(partition);
    }
  }

  private async run(partition: OwnedPartition): Promise<void> {
    this.active += 1;
    this.takeTurn(partition);
    try {
      const next = await partition.handleNext();
      this.failures.delete(partition);
      if (next !== undefined) this.commit(partition, next);
    } catch (error) {
      if (!this.consumer.halted.aborted && this.member.owned.get(partition.head) === partition) this.rest(partition, error);
    } finally {
      this.active -= 1;
      this.pump();
    }
  }

  /** To the end of the line, so that a busy partition does not starve the others. */
  private takeTurn(partition: OwnedPartition): void {
    this.member.owned.delete(partition.head);
    this.member.owned.set(partition.head, partition);
  }

  private commit(partition: OwnedPartition, next: number): void {
    const { head, generation } = partition;
    const lose = () => {
      this.member.lose(head, partition);
      void this.member.review().catch(() => undefined);
    };
    this.committer.enqueue({ group: this.group, head, member: this.member.id, generation, next }, lose);
  }

  /** Reading failed: the database is away, most likely. */
  private rest(partition: OwnedPartition, error: unknown): void {
    const failures = this.failures.get(partition) ?? 0;
    this.logger.warn('a partition could not be read and is tried again', { partition: partition.partition, failures, error });
    this.failures.set(partition, failures + 1);
    this.resting.add(partition);
    setTimeout(() => {
      this.resting.delete(partition);
      this.pump();
    }, backoffOf(failures));
  }

  private async leave(): Promise<void> {
    try {
      await Promise.all([this.consumer.stop(), this.member.leave()]);
    } catch (error) {
      this.logger.warn('left the group without saying so; the others notice', { error });
    } finally {
      this.onStopped();
    }
  }
}
