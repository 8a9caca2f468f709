import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '#runtime';
import { Trainer } from './trainer.js';

const LOOK_EVERY_MS = 10_000;

/** Learns anew by itself while the process runs. */
@Injectable()
export class TrainingWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;

  constructor(
    private readonly trainer: Trainer,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.begin();
    this.timer = setInterval(() => this.begin(), LOOK_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private begin(): void {
    this.looking ??= this.look().finally(() => (this.looking = null));
  }

  private async look(): Promise<void> {
    try {
      for (const { kind, version, report } of await this.trainer.trainDue())
        this.log.info('recognition learned anew', { kind, version, ...report });
    } catch (error) {
      this.log.warn('recognition did not learn; it tries again', { error });
    }
  }
}
