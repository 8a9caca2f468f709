import type { Logger } from '#runtime';
import type { GroupMember } from './group-member.js';
import type { GroupRepository } from './group.repository.js';

/** Part of the member timeout after which we stop by ourselves, for others may take over at its end. */
const LEASE_PART = 0.7;
const BEATS_PER_TIMEOUT = 5;

/**
 * One heartbeat for all members of the process. When it cannot be given for most of the timeout, everything stops before another process
 * may take the partitions.
 */
export class Heartbeats {
  private readonly members = new Set<GroupMember>();
  private timers: NodeJS.Timeout[] = [];
  private beatAt = performance.now();
  private beating = false;

  constructor(
    private readonly groups: GroupRepository,
    private readonly logger: Logger,
    private readonly memberTimeoutMs: number,
  ) {}

  add(member: GroupMember): void {
    this.members.add(member);
    if (this.timers.length > 0) return;
    this.beatAt = performance.now();
    const every = this.memberTimeoutMs / BEATS_PER_TIMEOUT;
    this.timers = [setInterval(() => void this.beat(), every), setInterval(() => this.watch(), every / 2)];
  }

  remove(member: GroupMember): void {
    this.members.delete(member);
    if (this.members.size === 0) this.stop();
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
  }

  /** The connection is back: say at once that we live, and take back what is still ours. */
  async beat(): Promise<void> {
    if (this.beating || this.members.size === 0) return;
    this.beating = true;
    const startedAt = performance.now();
    try {
      const members = [...this.members];
      const known = await this.groups.beat(members.map((member) => member.id));
      this.beatAt = startedAt;
      for (const member of members) if (!known.has(member.id)) member.loseAll();
      await Promise.all(members.map((member) => member.review()));
    } catch (error) {
      this.logger.debug('a heartbeat failed', { error });
    } finally {
      this.beating = false;
    }
  }

  loseAll(): void {
    for (const member of this.members) member.loseAll();
  }

  private watch(): void {
    if (performance.now() - this.beatAt > this.memberTimeoutMs * LEASE_PART) this.loseAll();
  }
}
