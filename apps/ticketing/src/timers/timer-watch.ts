import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '#runtime';
import { TimerRunner } from './timer-runner.js';

const LOOK_EVERY_MS = 500;

/** Looks for what is due while the process runs. */
@Injectable()
export class TimerWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly runner: TimerRunner,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = null));
    }, LOOK_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      while (!this.stopped && (await this.runner.runDue()) > 0);
    } catch (error) {
      this.log.debug('what is due was not looked at; at the next look it is', { error });
    }
  }
}
