import { Inject, Injectable, Optional, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HEALTH, type HealthRegistry, LOGGER, type Logger, METRICS, type Metrics } from '#runtime';
import { LookState } from '../../looks/look-state.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { ReportDays } from '../report-days.js';
import { ThresholdWatch } from './threshold-watch.js';

const LOOK_EVERY_MS = 1_000;
/** Looks between two at days whose figures changed. */
const DAYS_EVERY = 60;

/** Looks at thresholds once a second while the process runs, and keeps the sums of days near what they are, so that nobody's report waits for a month of them. */
@Injectable()
export class LiveWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looks = 0;
  private looking: Promise<void> | null = null;
  private readonly state: LookState;

  constructor(
    private readonly thresholds: ThresholdWatch,
    private readonly days: ReportDays,
    private readonly profiles: DeskProfiles,
    @Inject(LOGGER) log: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    this.state = new LookState({ name: 'thresholds', missing: 'nobody is told of thresholds' }, log, metrics, health);
  }

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
      this.looks += 1;
      if (this.looks % DAYS_EVERY === 0) await this.days.makeSome(this.profiles.current().desk);
      this.state.worked();
    } catch (error) {
      this.state.failed(error);
    }
  }
}
