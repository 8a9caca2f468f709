import { Inject, Injectable, Optional, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HEALTH, type HealthRegistry, LOGGER, type Logger, METRICS, type Metrics } from '#runtime';
import { LookState } from '../looks/look-state.js';
import { TELL_EVERY_MS, WaitingLine } from './waiting-line.js';

/** Looks at the waiting lines while the process runs. */
@Injectable()
export class LineWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private readonly state: LookState;

  constructor(
    private readonly line: WaitingLine,
    @Inject(LOGGER) log: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    this.state = new LookState({ name: 'waiting-line', missing: 'who waits is not told his place' }, log, metrics, health);
  }

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
      this.state.worked();
    } catch (error) {
      this.state.failed(error);
    } finally {
      this.looking = null;
    }
  }
}
