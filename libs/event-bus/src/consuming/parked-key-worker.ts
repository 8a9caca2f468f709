import type { Clock, Logger } from '#runtime';
import type { Attempts } from './attempt.js';
import { Interrupted } from './consuming.js';
import type { Outcomes } from './outcomes.js';
import type { ParkedRepository } from './parked.repository.js';
import { Doorbell } from './waiting.js';

export interface ParkedKeyWorkerOptions {
  /** Names this process's subscription in leases. */
  readonly owner: string;
  readonly repository: ParkedRepository;
  readonly attempts: Attempts;
  readonly outcomes: Outcomes;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Keys worked at once. */
  readonly concurrency: number;
  readonly pollMs: number;
  readonly leaseMs: number;
}

/**
 * Tries parked keys again, each from its first record on and one record at a time, when they are due. Any member of the group may work any
 * key; a lease in `parked_keys` keeps it to one at a time, and a crashed worker's lease runs out.
 */
export class ParkedKeyWorker {
  private readonly lanes = new Map<string, AbortController>();
  private readonly working = new Set<Promise<void>>();
  private readonly bell = new Doorbell();
  private soonest = Number.POSITIVE_INFINITY;
  private paused = false;
  private stopped = false;
  private loop: Promise<void> | undefined;
  private renewal: NodeJS.Timeout | undefined;
  private renewedAt = 0;

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
      const claimed = await this.claim();
      for (const lane of claimed) this.begin(lane);
      if (claimed.length > 0 && this.lanes.size < this.options.concurrency) continue;
      const untilDue = this.soonest - this.options.clock.now().getTime();
      await this.bell.wait(Math.max(1, Math.min(this.options.pollMs, untilDue)));
    }
  }

  private abortAll(): void {
    for (const controller of this.lanes.values()) controller.abort();
  }

  private async claim(): Promise<string[]> {
    const { repository, clock, owner, concurrency, logger } = this.options;
    const free = concurrency - this.lanes.size;
    if (this.paused || free <= 0) {
      this.soonest = Number.POSITIVE_INFINITY;
      return [];
    }
    const now = clock.now();
    if (this.soonest <= now.getTime()) this.soonest = Number.POSITIVE_INFINITY;
    try {
      const lanes = await repository.claim(owner, now, this.leaseEnd(), free);
      return lanes.filter((lane) => !this.lanes.has(lane));
    } catch (error) {
      logger.debug('parked keys could not be looked at; the next round tries again', { error });
      return [];
    }
  }

  private begin(lane: string): void {
    const controller = new AbortController();
    if (this.lanes.size === 0) this.renewedAt = performance.now();
    this.lanes.set(lane, controller);
    this.renewal ??= setInterval(() => void this.renew(), this.options.leaseMs / 4);
    const work = this.work(lane, controller.signal).finally(() => {
      this.lanes.delete(lane);
      this.working.delete(work);
      if (this.lanes.size === 0) {
        clearInterval(this.renewal);
        this.renewal = undefined;
      }
      this.bell.ring();
    });
    this.working.add(work);
  }

  private async work(lane: string, signal: AbortSignal): Promise<void> {
    const { repository, attempts, outcomes, owner, logger } = this.options;
    try {
      while (!this.stopped && !this.paused && !signal.aborted) {
        const record = await repository.readFirst(lane);
        if (record === undefined) {
          if (await repository.finish(lane)) return;
          continue;
        }
        const failure = await attempts.call([record], signal);
        if (failure === undefined) {
          await attempts.persist(() => outcomes.conclude(record), signal);
          continue;
        }
        outcomes.haltOn(failure.error);
        const left = await attempts.persist(() => outcomes.reject(owner, lane, record, failure.error), signal);
        if (!left) return;
      }
      await repository.release(owner, [lane]);
    } catch (error) {
      if (!(error instanceof Interrupted)) logger.debug('a parked key was given up for now', { error });
      await repository.release(owner, [lane]).catch(() => undefined);
    }
  }

  /** A lease that cannot be renewed in time is lost: stop before another process takes it. */
  private async renew(): Promise<void> {
    const { repository, owner, leaseMs } = this.options;
    const lanes = [...this.lanes.keys()];
    const startedAt = performance.now();
    try {
      const mine = await repository.renew(owner, lanes, this.leaseEnd());
      this.renewedAt = startedAt;
      for (const lane of lanes) if (!mine.has(lane)) this.lanes.get(lane)?.abort();
    } catch {
      if (performance.now() - this.renewedAt > leaseMs * 0.6) this.abortAll();
    }
  }

  private leaseEnd(): Date {
    return new Date(this.options.clock.now().getTime() + this.options.leaseMs);
  }
}
