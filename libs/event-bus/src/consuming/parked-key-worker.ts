import type { Clock, Logger } from '#runtime';
import type { Attempts } from './attempt.js';
import { PartlyFailed, type ConsumedRecord } from '../port.js';
import { Interrupted } from './consuming.js';
import type { Outcomes } from './outcomes.js';
import { pickJoint, type Group } from './parked-groups.js';
import type { ClaimedLane, ParkedRepository } from './parked.repository.js';
import { Doorbell } from './waiting.js';

export interface ParkedKeyWorkerOptions {
  /** Names this process's subscription in leases. */
  readonly owner: string;
  readonly repository: ParkedRepository;
  readonly attempts: Attempts;
  readonly outcomes: Outcomes;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Groups of keys worked at once, and keys of one group. */
  readonly concurrency: number;
  /** Keys of one group: so many first records the handler takes in one call. */
  readonly together: number;
  readonly pollMs: number;
  readonly leaseMs: number;
}

/**
 * Tries parked keys again when they are due: the first records of those due together, then each key that moved by itself, one record at a
 * time. Thousands may wait for one setting, and each alone would cost as much as fifty. Any member of the group may work any key; a lease
 * in `parked_keys` keeps it to one at a time, and a crashed worker's lease runs out.
 */
export class ParkedKeyWorker {
  private readonly groups = new Set<Group>();
  private readonly working = new Set<Promise<void>>();
  private readonly bell = new Doorbell();
  private soonest = Number.POSITIVE_INFINITY;
  private paused = false;
  private stopped = false;
  private loop: Promise<void> | undefined;
  private renewal: NodeJS.Timeout | undefined;

  constructor(private readonly options: ParkedKeyWorkerOptions) {}

  start(): void {
    this.loop ??= this.run();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.bell.ring();
  }

  /** A record was parked here; its lane is due then. */
  expect(nextTryAt: Date): void {
    if (nextTryAt.getTime() >= this.soonest) return;
    this.soonest = nextTryAt.getTime();
    this.bell.ring();
  }

  /** Lets the tries under way finish, and tells them to hurry after a while. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.bell.ring();
    const hurry = setTimeout(() => this.abortAll(), this.options.leaseMs / 2);
    await this.loop;
    await Promise.all(this.working);
    clearTimeout(hurry);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const askedAt = performance.now();
      const claimed = await this.claim();
      if (claimed.length > 0) this.begin(claimed, askedAt);
      if (claimed.length === this.options.together && this.groups.size < this.options.concurrency) continue;
      const untilDue = this.soonest - this.options.clock.now().getTime();
      await this.bell.wait(Math.max(1, Math.min(this.options.pollMs, untilDue)));
    }
  }

  private abortAll(): void {
    for (const { controller } of this.groups) controller.abort();
  }

  private async claim(): Promise<ClaimedLane[]> {
    const { repository, clock, owner, concurrency, together, leaseMs, logger } = this.options;
    if (this.paused || this.groups.size >= concurrency) {
      this.soonest = Number.POSITIVE_INFINITY;
      return [];
    }
    const now = clock.now();
    if (this.soonest <= now.getTime()) this.soonest = Number.POSITIVE_INFINITY;
    try {
      const before = this.listHeld();
      const claimed = await repository.claim(owner, now, leaseMs, together);
      const held = this.listHeld();
      // Given up here while they were claimed: what was read of them may be done, and nobody works them.
      const stale = claimed.filter(({ lane }) => before.has(lane) && !held.has(lane)).map(({ lane }) => lane);
      if (stale.length > 0) {
        await repository.release(owner, stale).catch(() => undefined);
        this.bell.ring();
      }
      return claimed.filter(({ lane }) => !before.has(lane) && !held.has(lane));
    } catch (error) {
      logger.debug('parked keys could not be looked at; the next round tries again', { error });
      return [];
    }
  }

  private listHeld(): Set<string> {
    return new Set([...this.groups].flatMap(({ lanes }) => [...lanes]));
  }

  private begin(claimed: readonly ClaimedLane[], leasedAt: number): void {
    const group: Group = { lanes: new Set(claimed.map(({ lane }) => lane)), controller: new AbortController(), leasedAt };
    this.groups.add(group);
    this.renewal ??= setInterval(() => void this.renew(), this.options.leaseMs / 4);
    const work = this.workGroup(claimed, group).finally(() => {
      this.groups.delete(group);
      this.working.delete(work);
      if (this.groups.size === 0) {
        clearInterval(this.renewal);
        this.renewal = undefined;
      }
      this.bell.ring();
    });
    this.working.add(work);
  }

  private async workGroup(claimed: readonly ClaimedLane[], { lanes, controller: { signal } }: Group): Promise<void> {
    const { owner, repository, logger, concurrency } = this.options;
    try {
      const open = this.stopped || this.paused ? [] : await this.tryTogether(claimed, lanes, signal);
      const work = async () => {
        for (let next = open.shift(); next !== undefined; next = open.shift()) {
          if (await this.workAlone(next, signal)) lanes.delete(next.lane);
        }
      };
      await Promise.all(Array.from({ length: concurrency }, work));
    } catch (error) {
      if (!(error instanceof Interrupted)) logger.debug('parked keys were given up for now', { error });
    }
    if (lanes.size > 0) await repository.release(owner, [...lanes]).catch(() => undefined);
  }

  /** The first records of all in one call. Returns the lanes that go on by themselves, each from its next record on. */
  private async tryTogether(claimed: readonly ClaimedLane[], lanes: Set<string>, signal: AbortSignal): Promise<ClaimedLane[]> {
    const { attempts, outcomes, owner } = this.options;
    const joint = pickJoint(claimed);
    if (joint.length < 2) return [...claimed];
    const failure = await attempts.call(
      joint.map(({ first }) => first),
      signal,
    );
    if (failure !== undefined) outcomes.haltOn(failure.error);
    // It is not said whose fault it is: each alone.
    if (failure !== undefined && !(failure.error instanceof PartlyFailed)) return [...claimed];
    const faults = failure?.error instanceof PartlyFailed ? failure.error.faults : new Map<ConsumedRecord, unknown>();
    for (const error of faults.values()) outcomes.haltOn(error);
    const failures = joint
      .filter(({ first }) => faults.has(first))
      .map(({ lane, first }) => ({ lane, record: first, error: faults.get(first) }));
    const left = await attempts.persist(() => outcomes.rejectAll(owner, failures), signal);
    const postponed = new Set(failures.map(({ lane }) => lane).filter((lane) => !left.has(lane)));
    for (const lane of postponed) lanes.delete(lane);
    for (const { first } of joint) if (!faults.has(first)) await attempts.persist(() => outcomes.conclude(first), signal);
    const tried = new Set<ClaimedLane>(joint);
    return claimed.filter(({ lane }) => !postponed.has(lane)).map((each) => (tried.has(each) ? { lane: each.lane, first: null } : each));
  }

  /** As `work`; what ends one lane leaves the others of its group theirs. */
  private async workAlone(claimed: ClaimedLane, signal: AbortSignal): Promise<boolean> {
    const { owner, repository, logger } = this.options;
    try {
      return await this.work(claimed, signal);
    } catch (error) {
      if (!(error instanceof Interrupted)) logger.debug('a parked key was given up for now', { error });
      return repository.release(owner, [claimed.lane]).then(
        () => true,
        () => false,
      );
    }
  }

  /** Resolves to whether the lane is done with: freed, or postponed. */
  private async work({ lane, first }: ClaimedLane, signal: AbortSignal): Promise<boolean> {
    const { repository, attempts, outcomes, owner } = this.options;
    let known = first;
    while (!this.stopped && !this.paused && !signal.aborted) {
      const record = known ?? (await repository.readFirst(lane));
      known = null;
      if (record === undefined) {
        if (await repository.finish(lane)) return true;
        continue;
      }
      const failure = await attempts.call([record], signal);
      if (failure === undefined) {
        await attempts.persist(() => outcomes.conclude(record), signal);
        continue;
      }
      const error = failure.error instanceof PartlyFailed ? (failure.error.faults.get(record) ?? failure.error) : failure.error;
      outcomes.haltOn(error);
      const left = await attempts.persist(() => outcomes.rejectAll(owner, [{ lane, record, error }]), signal);
      if (!left.has(lane)) return true;
    }
    return false;
  }

  /** A lease that cannot be renewed in time is lost: stop before another process takes it. One renewed in time that is gone was given up. */
  private async renew(): Promise<void> {
    const { repository, owner, leaseMs } = this.options;
    const groups = [...this.groups];
    const startedAt = performance.now();
    try {
      const mine = await repository.renew(
        owner,
        groups.flatMap(({ lanes }) => [...lanes]),
        leaseMs,
      );
      for (const group of groups) {
        if (this.isLate(group) && [...group.lanes].some((lane) => !mine.has(lane))) group.controller.abort();
        group.leasedAt = Math.max(group.leasedAt, startedAt);
      }
    } catch {
      for (const group of this.groups) if (this.isLate(group)) group.controller.abort();
    }
  }

  /** Judged when an answer is there: one may have waited for longer than the lease. */
  private isLate({ leasedAt }: Group): boolean {
    return performance.now() - leasedAt > this.options.leaseMs * 0.6;
  }
}
