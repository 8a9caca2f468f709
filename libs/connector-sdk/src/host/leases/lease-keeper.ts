import type { Logger } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LeaseRepository, LeaseRow } from './lease.repository.js';
import { formatOwner, isCertainlyGone, type Owner } from './owner.js';

export interface LeaseTimes {
  readonly heartbeatMs: number;
  readonly takeOverMs: number;
}

interface HeldLease {
  readonly controller: AbortController;
  /** Fires when the newest successful renewal is too long ago. */
  deadline: NodeJS.Timeout | undefined;
}

/** Share of `takeOverMs` after which a holder that could not renew gives up; the rest is the time its work has to end. */
const GIVE_UP_SHARE = 0.7;

/**
 * Leases of one process, renewed by one statement for all. A lease may be taken when its beat stood still for `takeOverMs` of the *taker's*
 * forward-only clock (wall clocks of two machines are never compared), or at once when its process is certainly gone. A holder that cannot
 * renew aborts its work at 0.7 × `takeOverMs` since the start of its last renewal: always before another can begin.
 */
export class LeaseKeeper {
  private readonly held = new Map<string, HeldLease>();
  private readonly name: string;
  private timer: NodeJS.Timeout | undefined;
  private renewing = false;

  constructor(
    private readonly leases: LeaseRepository,
    private readonly self: Owner,
    private readonly times: LeaseTimes,
    private readonly logger: Logger,
  ) {
    this.name = formatOwner(self);
  }

  /**
   * Runs `work` under the lease; waits for it until `signal` aborts. When it is lost `work` is aborted, and run again under the next one.
   * Resolves when `work` ended by itself or `signal` aborted; rejects with what `work` throws while it holds the lease.
   */
  async withLease(lease: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    for (let lost = true; lost && !signal.aborted;) {
      const held = await this.wait(lease, signal);
      if (held === null) return;
      try {
        await work(AbortSignal.any([signal, held.controller.signal]));
      } catch (error) {
        if (!held.controller.signal.aborted) throw error;
        this.logger.debug('work under a lost lease ended', { lease, error });
      } finally {
        lost = held.controller.signal.aborted;
        await this.giveBack(lease, held);
      }
    }
  }

  private async wait(lease: string, signal: AbortSignal): Promise<HeldLease | null> {
    let seen: { row: LeaseRow; since: number } | null = null;
    while (!signal.aborted) {
      try {
        const startedAt = performance.now();
        const row = await this.leases.read(lease);
        if (row !== null && (seen === null || seen.row.beat !== row.beat)) seen = { row, since: performance.now() };
        const stale = seen !== null && performance.now() - seen.since >= this.times.takeOverMs;
        const free = row === null || stale || this.isFree(row.owner);
        if (free && !this.held.has(lease) && (await this.leases.take(lease, this.name, row))) return this.hold(lease, startedAt);
        if (free && row !== null) seen = null;
      } catch (error) {
        this.logger.warn('a lease could not be asked for', { lease, error });
      }
      await sleep(Math.min(1_000, this.times.heartbeatMs / 2), undefined, { signal }).catch(() => undefined);
    }
    return null;
  }

  private isFree(owner: string | null): boolean {
    return owner === null || owner === this.name || isCertainlyGone(owner, this.self);
  }

  private hold(lease: string, renewedAt: number): HeldLease {
    const held: HeldLease = { controller: new AbortController(), deadline: undefined };
    this.held.set(lease, held);
    this.extend(lease, held, renewedAt);
    this.timer ??= setInterval(() => void this.beat(), this.times.heartbeatMs);
    return held;
  }

  private extend(lease: string, held: HeldLease, renewedAt: number): void {
    clearTimeout(held.deadline);
    const left = renewedAt + this.times.takeOverMs * GIVE_UP_SHARE - performance.now();
    held.deadline = setTimeout(() => this.lose(lease, held, 'it could not be renewed in time'), Math.max(0, left));
  }

  private async beat(): Promise<void> {
    const asked = [...this.held].filter(([, held]) => !held.controller.signal.aborted);
    if (this.renewing || asked.length === 0) return;
    this.renewing = true;
    const startedAt = performance.now();
    const names = asked.map(([lease]) => lease);
    try {
      const ours = new Set(await this.leases.renew(this.name, names));
      for (const [lease, held] of asked)
        if (!ours.has(lease)) this.lose(lease, held, 'another process has taken it');
        else if (this.held.get(lease) === held) this.extend(lease, held, startedAt);
    } catch (error) {
      this.logger.warn('leases could not be renewed', { leases: names, error });
    } finally {
      this.renewing = false;
    }
  }

  private lose(lease: string, held: HeldLease, reason: string): void {
    clearTimeout(held.deadline);
    if (held.controller.signal.aborted || this.held.get(lease) !== held) return;
    this.logger.warn('a lease was lost', { lease, reason });
    held.controller.abort(new Error(`lease ${lease} lost: ${reason}`));
  }

  private async giveBack(lease: string, held: HeldLease): Promise<void> {
    clearTimeout(held.deadline);
    this.held.delete(lease);
    if (this.held.size === 0) this.stopBeating();
    try {
      await this.leases.release(this.name, lease);
    } catch (error) {
      this.logger.warn('a lease could not be given back; it runs out by itself', { lease, error });
    }
  }

  private stopBeating(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
