import { randomUUID } from 'node:crypto';
import type { Logger } from '#runtime';
import type { GroupRepository, GroupScope, GroupView, MemberRow, Ownership } from './group.repository.js';
import type { OwnedPartition } from './owned-partition.js';
import { shareOf } from './share.js';
import { SignsOfLife } from './signs-of-life.js';

export interface GroupMemberOptions {
  readonly scope: GroupScope;
  readonly groups: GroupRepository;
  readonly logger: Logger;
  readonly memberTimeoutMs: number;
  openPartition(ownership: Ownership): OwnedPartition;
  /** The set of owned partitions changed. */
  onChanged(): void;
  /** Resolves when the offsets of what was finished are committed. */
  settle(): Promise<void>;
  /** Tells the other members that something is to be had. */
  tellGroup(): void;
}

/**
 * One subscription as a member of its group. The tables say who owns what; `review` brings what runs here in line with them, takes what is
 * free up to its fair share, and gives up what is above it. A partition never runs here before the table says it is ours, and is only
 * given back when nothing of it runs any more.
 */
export class GroupMember {
  readonly id = randomUUID();
  readonly owned = new Map<number, OwnedPartition>();
  private readonly closing = new Map<number, Promise<void>>();
  private reviewing: Promise<void> | undefined;
  private again = false;
  private left = false;
  private readonly signs: SignsOfLife;

  constructor(private readonly options: GroupMemberOptions) {
    this.signs = new SignsOfLife(options.memberTimeoutMs);
  }

  /** Looks at the tables; one look at a time, and one more when asked meanwhile. */
  review(): Promise<void> {
    this.again = true;
    this.reviewing ??= this.reviewUntilQuiet().finally(() => (this.reviewing = undefined));
    return this.reviewing;
  }

  /** Nobody may count on us being alive: stop everything at once. What is still ours comes back with the next review. */
  loseAll(): void {
    for (const head of [...this.owned.keys()]) this.lose(head);
  }

  /** This partition is another's, or begins again elsewhere. */
  lose(head: number, partition = this.owned.get(head)): void {
    if (partition === undefined || this.owned.get(head) !== partition) return;
    this.owned.delete(head);
    void this.close(partition, 0, () => Promise.resolve());
  }

  /** Finishes batches in hand, then gives everything back. */
  async leave(): Promise<void> {
    this.left = true;
    await this.reviewing?.catch(() => undefined);
    const partitions = [...this.owned.values()];
    await Promise.all([...partitions.map((partition) => partition.close(this.graceMs)), ...this.closing.values()]);
    this.owned.clear();
    const { groups, scope, settle, tellGroup } = this.options;
    await settle();
    await groups.leave(scope.group, this.id);
    tellGroup();
  }

  private get graceMs(): number {
    return this.options.memberTimeoutMs / 2;
  }

  private findDead(members: readonly MemberRow[]): string[] {
    const alive = this.signs.judge(members);
    return members.filter(({ id }) => id !== this.id && !alive.has(id)).map(({ id }) => id);
  }

  private async reviewUntilQuiet(): Promise<void> {
    while (this.again && !this.left) {
      this.again = false;
      const { groups, scope } = this.options;
      const seen = await groups.view(scope);
      const view = this.isSettled(seen) ? seen : await this.enter();
      if (this.left) return;
      this.reconcile(view);
    }
  }

  /** Is there nothing to enter, to bury or to take? */
  private isSettled({ members, partitions }: GroupView): boolean {
    if (this.findDead(members).length > 0 || !members.some(({ id, connected }) => id === this.id && connected)) return false;
    const known = new Set(members.map((member) => member.id));
    const free = partitions.some(({ owner }) => owner === null || !known.has(owner));
    return !free || partitions.filter(({ owner }) => owner === this.id).length >= shareOf(members, this.id, partitions.length);
  }

  private enter(): Promise<GroupView> {
    const { groups, scope } = this.options;
    return groups.withGroup(scope, async (transaction) => {
      const view = await groups.enter(transaction, scope, this.id, (members) => this.findDead(members));
      const known = new Set(view.members.map((member) => member.id));
      const mine = view.partitions.filter(({ owner }) => owner === this.id);
      const free = view.partitions.filter(({ owner }) => owner === null || !known.has(owner));
      const wanted = shareOf(view.members, this.id, view.partitions.length) - mine.length;
      const taken = new Set(free.slice(0, Math.max(0, wanted)).map(({ head }) => head));
      if (taken.size > 0) await groups.claim(transaction, scope.group, this.id, [...taken]);
      const partitions = view.partitions.map((partition) =>
        taken.has(partition.head) ? { ...partition, owner: this.id, generation: partition.generation + 1 } : partition,
      );
      return { members: view.members, partitions };
    });
  }

  private reconcile(view: GroupView): void {
    let mine = 0;
    for (const ownership of view.partitions) {
      const open = this.owned.get(ownership.head);
      const ours = ownership.owner === this.id;
      if (ours) mine += 1;
      if (open !== undefined && (!ours || open.generation !== ownership.generation)) this.lose(ownership.head);
      if (!ours || this.owned.has(ownership.head)) continue;
      const closing = this.closing.get(ownership.head);
      if (closing === undefined) this.owned.set(ownership.head, this.options.openPartition(ownership));
      else void closing.then(() => this.reviewQuietly());
    }
    this.giveUp(mine - shareOf(view.members, this.id, view.partitions.length));
    this.options.onChanged();
  }

  private giveUp(excess: number): void {
    if (excess <= 0) return;
    const idleFirst = [...this.owned.values()].sort((a, b) => Number(a.busy) - Number(b.busy));
    // Those that are closing already count as given up.
    for (const partition of idleFirst.slice(0, Math.max(0, excess - this.closing.size))) {
      this.owned.delete(partition.head);
      void this.close(partition, this.graceMs, () => this.release(partition));
    }
  }

  private async release(partition: OwnedPartition): Promise<void> {
    const { groups, scope, settle, tellGroup } = this.options;
    await settle();
    await groups.release(scope.group, this.id, [partition.head]);
    tellGroup();
  }

  private async close(partition: OwnedPartition, graceMs: number, then: () => Promise<void>): Promise<void> {
    const done = partition
      .close(graceMs)
      .then(then)
      .catch((error: unknown) => this.options.logger.warn('a partition could not be given back; it stays ours', { error }))
      .finally(() => this.closing.delete(partition.head));
    this.closing.set(partition.head, done);
    await done;
  }

  private reviewQuietly(): void {
    this.review().catch((error: unknown) => this.options.logger.debug('the group could not be looked at yet', { error }));
  }
}
