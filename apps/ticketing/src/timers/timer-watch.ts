import { Inject, Injectable, Optional, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HEALTH, type HealthRegistry, LOGGER, type Logger, METRICS, type Metrics } from '#runtime';
import { LookState } from '../looks/look-state.js';
import { RepeatedLook } from '../looks/repeated-look.js';
import { TimerRunner } from './timer-runner.js';

const LOOK_EVERY_MS = 500;

/** Looks for what is due while the process runs. */
@Injectable()
export class TimerWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly looks: RepeatedLook;

  constructor(
    runner: TimerRunner,
    @Inject(LOGGER) log: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    this.looks = new RepeatedLook(
      LOOK_EVERY_MS,
      async () => {
        while (!this.looks.stopped && (await runner.runDue()) > 0);
      },
      new LookState({ name: 'timers', missing: 'nothing that is due happens' }, log, metrics, health),
    );
  }

  onApplicationBootstrap(): void {
    this.looks.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looks.stop();
  }
}
