import { Inject, Injectable, Optional, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HEALTH, type HealthRegistry, LOGGER, type Logger, METRICS, type Metrics, SETTINGS, type Settings } from '#runtime';
import { LookState } from '../looks/look-state.js';
import { RepeatedLook } from '../looks/repeated-look.js';
import { keepHolidaysIn } from '../service-levels/holidays/holidays-in-force.js';
import { type Desk, EMPTY_DESK } from './desk-schema.js';
import { DeskSeeder } from './desk-seeder.js';
import { DeskVersionRepository } from './desk-version.repository.js';
import { readDesk } from './read-desk.js';

/** The desk in force, with its version; 0 before there was one. */
export interface DeskProfile {
  readonly version: number;
  readonly desk: Desk;
}

const LOOK_EVERY_MS = 1_000;

/**
 * The desk in force, in memory: reading it costs nothing, so it may be asked anew for every ticket. Another process's change is seen within a
 * second.
 */
@Injectable()
export class DeskProfiles implements OnModuleInit, OnModuleDestroy {
  private profile: DeskProfile = { version: 0, desk: EMPTY_DESK };
  private readonly listeners: ((profile: DeskProfile) => void)[] = [];
  private readonly looks: RepeatedLook;

  constructor(
    private readonly versions: DeskVersionRepository,
    private readonly seeder: DeskSeeder,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(METRICS) metrics: Metrics,
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    const state = new LookState({ name: 'desk', missing: 'changes of the desk are not seen by this process' }, log, metrics, health);
    this.looks = new RepeatedLook(LOOK_EVERY_MS, () => this.look(), state);
  }

  async onModuleInit(): Promise<void> {
    keepHolidaysIn(this.settings.deskSettings.holidays);
    await this.seeder.seed(this.settings);
    await this.reload();
    this.looks.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looks.stop();
  }

  current(): DeskProfile {
    return this.profile;
  }

  /** Called after each change, in this process. Returns what ends it. */
  onChange(listener: (profile: DeskProfile) => void): () => void {
    this.listeners.push(listener);
    return () => void this.listeners.splice(this.listeners.indexOf(listener), 1);
  }

  async reload(): Promise<void> {
    const stored = await this.versions.findLatest();
    if (stored === null || stored.version === this.profile.version) return;
    const { desk, faults } = readDesk(stored.desk);
    if (desk === null) {
      // Written by a newer program, or by hand: the one in force stays.
      this.log.error('the stored desk cannot be read; the one in force stays', { version: stored.version, faults });
      return;
    }
    this.profile = { version: stored.version, desk };
    for (const listener of [...this.listeners]) listener(this.profile);
  }

  private async look(): Promise<void> {
    if ((await this.versions.findNumber()) !== this.profile.version) await this.reload();
  }
}
