import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '#runtime';
import { TELL_EVERY_MS, WaitingLine } from './waiting-line.js';

/** Looks at the waiting lines while the process runs. */
@Injectable()
export class LineWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;

  constructor(
    private readonly line: WaitingLine,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look();
    }, TELL_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      await this.line.tellAll();
    } catch (error) {
      this.log.debug('who waits was not told his place; at the next look he is', { error });
    } finally {
      this.looking = null;
    }
  }
}
