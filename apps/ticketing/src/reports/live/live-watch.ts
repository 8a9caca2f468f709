import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '#runtime';
import { ThresholdWatch } from './threshold-watch.js';

const LOOK_EVERY_MS = 1_000;

/** Looks at thresholds once a second while the process runs. */
@Injectable()
export class LiveWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;

  constructor(
    private readonly thresholds: ThresholdWatch,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = null));
    }, LOOK_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      await this.thresholds.look();
    } catch (error) {
      this.log.debug('thresholds were not looked at; at the next look they are', { error });
    }
  }
}
