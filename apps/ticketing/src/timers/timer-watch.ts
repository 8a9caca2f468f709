import { Inject, Injectable, Optional, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HEALTH, type HealthRegistry, LOGGER, type Logger, METRICS, type Metrics } from '#runtime';
import { LookState } from '../looks/look-state.js';
import { TimerRunner } from './timer-runner.js';

const LOOK_EVERY_MS = 500;

/** Looks for what is due while the process runs. */
@Injectable()
export class TimerWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private readonly state: LookState;
  private stopped = false;

  constructor(
    private readonly runner: TimerRunner,
    @Inject(LOGGER) log: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    this.state = new LookState({ name: 'timers', missing: 'nothing that is due happens' }, log, metrics, health);
  }

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
      this.state.worked();
    } catch (error) {
      this.state.failed(error);
    }
  }
}
