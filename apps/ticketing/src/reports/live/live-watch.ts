import { Inject, Injectable, Optional, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HEALTH, type HealthRegistry, LOGGER, type Logger, METRICS, type Metrics } from '#runtime';
import { LookState } from '../../looks/look-state.js';
import { RepeatedLook } from '../../looks/repeated-look.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { ReportDays } from '../report-days.js';
import { ThresholdWatch } from './threshold-watch.js';

const LOOK_EVERY_MS = 1_000;
/** Looks between two at days whose figures changed. */
const DAYS_EVERY = 60;

/** Looks at thresholds once a second while the process runs, and keeps the sums of days near what they are, so that nobody's report waits for a month of them. */
@Injectable()
export class LiveWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly looks: RepeatedLook;
  private count = 0;

  constructor(
    private readonly thresholds: ThresholdWatch,
    private readonly days: ReportDays,
    private readonly profiles: DeskProfiles,
    @Inject(LOGGER) log: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    const state = new LookState({ name: 'thresholds', missing: 'nobody is told of thresholds' }, log, metrics, health);
    this.looks = new RepeatedLook(LOOK_EVERY_MS, () => this.look(), state);
  }

  onApplicationBootstrap(): void {
    this.looks.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looks.stop();
  }

  private async look(): Promise<void> {
    await this.thresholds.look();
    this.count += 1;
    if (this.count % DAYS_EVERY === 0) await this.days.makeSome(this.profiles.current().desk);
  }
}
