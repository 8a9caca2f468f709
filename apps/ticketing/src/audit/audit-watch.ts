import { Inject, Injectable, Optional, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HEALTH, type HealthRegistry, LOGGER, type Logger, METRICS, type Metrics } from '#runtime';
import { LookState } from '../looks/look-state.js';
import { RepeatedLook } from '../looks/repeated-look.js';
import { AuditLog } from './audit-log.js';

const LOOK_EVERY_MS = 1_000;

/** Chains and signs what was written into the audit log while the process runs. */
@Injectable()
export class AuditWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly looks: RepeatedLook;

  constructor(
    log: AuditLog,
    @Inject(LOGGER) logger: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    const missing = 'the audit log is written, but neither chained nor signed';
    this.looks = new RepeatedLook(LOOK_EVERY_MS, () => log.chain(), new LookState({ name: 'audit', missing }, logger, metrics, health));
  }

  onApplicationBootstrap(): void {
    this.looks.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looks.stop();
  }
}
