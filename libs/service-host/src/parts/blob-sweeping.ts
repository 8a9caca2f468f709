import type { BlobNamer, BlobSweeper, SweepResult } from '#blob-store';
import type { BlobRef } from '#contracts';
import type { DeadLetters } from '#event-bus';
import type { Clock, Logger, Settings } from '#runtime';

const DAY_MS = 86_400_000;
const FIRST_MS = 60_000;

/**
 * Deletes, now and then, blobs that nothing names. Only in a process where a room that names blobs for good has registered (ticketing's
 * entries): elsewhere everything that was ticketed would look unnamed.
 */
export class BlobSweeping implements BlobSweeper {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private namers = 0;

  constructor(
    private readonly sweeper: BlobSweeper,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  registerNamer(namer: BlobNamer): void {
    this.namers += 1;
    this.sweeper.registerNamer(namer);
  }

  sweep(clock: Clock, olderThan: Date): Promise<SweepResult> {
    return this.sweeper.sweep(clock, olderThan);
  }

  erase(refs: readonly BlobRef[]): Promise<number> {
    return this.sweeper.erase(refs);
  }

  /** Call when every room had its chance to register. */
  start(deadLetters: DeadLetters): void {
    if (this.namers === 0) return;
    this.sweeper.registerNamer({
      name: 'dead-letters',
      namesAny: async (refs) => new Set((await deadLetters.findNamedBlobs(refs)) as BlobRef[]),
    });
    this.sweepAfter(Math.min(FIRST_MS, this.settings.blobs.sweepMs));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private sweepAfter(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.sweepOld().finally(() => this.sweepAfter(this.settings.blobs.sweepMs));
    }, ms);
    this.timer.unref();
  }

  private async sweepOld(): Promise<void> {
    try {
      await this.sweep(this.clock, new Date(this.clock.now().getTime() - this.settings.log.retentionDays * DAY_MS));
    } catch (error) {
      this.log.warn('Unnamed blobs could not be swept', { error });
    }
  }
}
