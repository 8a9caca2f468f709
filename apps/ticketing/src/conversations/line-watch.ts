import { Inject, Injectable, Optional, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HEALTH, type HealthRegistry, LOGGER, type Logger, METRICS, type Metrics } from '#runtime';
import { LookState } from '../looks/look-state.js';
import { RepeatedLook } from '../looks/repeated-look.js';
import { TELL_EVERY_MS, WaitingLine } from './waiting-line.js';

/** Looks at the waiting lines while the process runs. */
@Injectable()
export class LineWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly looks: RepeatedLook;

  constructor(
    line: WaitingLine,
    @Inject(LOGGER) log: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    const state = new LookState({ name: 'waiting-line', missing: 'who waits is not told his place' }, log, metrics, health);
    this.looks = new RepeatedLook(TELL_EVERY_MS, () => line.tellAll(), state);
  }

  onApplicationBootstrap(): void {
    this.looks.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looks.stop();
  }
}
