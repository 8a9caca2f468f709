import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit, Optional } from '@nestjs/common';
import { DATABASE, type Database, type Sql } from '#database';
import {
  CLOCK,
  type Clock,
  HEALTH,
  type HealthRegistry,
  LIVE_SECTIONS,
  LOGGER,
  type Logger,
  maskSecrets,
  METRICS,
  Metrics,
  PermanentError,
  putInForce,
  SECRET_KEY,
  type SecretKey,
  SETTINGS,
  type Settings,
} from '#runtime';
import { LookState } from '../looks/look-state.js';
import { RepeatedLook } from '../looks/repeated-look.js';
import { keepHolidaysIn } from '../service-levels/holidays/holidays-in-force.js';
import { type DeskChange, diffDesks } from './desk-diff.js';
import { listFileSections } from './desk-file.js';
import { type SettingsVersion, SettingsVersionRepository } from './settings-version.repository.js';

/** Not the desk's: `profile` has versions of its own, `desk` is the name of the file. */
const LEFT_OUT: ReadonlySet<string> = new Set(['profile', 'desk']);
/** Sections that `desk apply` puts in force; inboxes are their connectors' rows, which their hosts follow. */
const APPLIED: readonly string[] = [...LIVE_SECTIONS, 'inboxes'];

const LOOK_EVERY_MS = 1_000;

export interface AppliedFile {
  readonly file: string;
  /** That was in force when the changes were shown. */
  readonly expectedVersion: number;
}

/** How a file's settings stand to those in force. */
export interface ComparedSettings {
  readonly running: SettingsVersion;
  /** What `apply` puts in force. */
  readonly applied: readonly DeskChange[];
  /** What waits for a restart. */
  readonly waiting: readonly DeskChange[];
}

/**
 * The settings in force beside the desk's `profile`: a version for what processes start with and for each `desk apply`. What was applied stays in
 * force as long as processes are started with the same; another process's change is seen within a second.
 */
@Injectable()
export class RunningSettingsBook implements OnModuleInit, OnModuleDestroy {
  private version = 0;
  private readonly looks: RepeatedLook;
  /** As this process was started. */
  private readonly own: Readonly<Record<string, unknown>>;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly versions: SettingsVersionRepository,
    @Inject(METRICS) metrics: Metrics = new Metrics(),
    @Optional() @Inject(HEALTH) health: HealthRegistry | null = null,
  ) {
    this.own = structuredClone(Object.fromEntries(LIVE_SECTIONS.map((name) => [name, settings[name]])));
    const missing = 'settings that `desk apply` puts in force are not seen by this process';
    const state = new LookState({ name: 'settings', missing }, log, metrics, health);
    this.looks = new RepeatedLook(LOOK_EVERY_MS, () => this.look(), state);
  }

  async onModuleInit(): Promise<void> {
    const version = await this.noteStart();
    if (version !== null) this.log.info('started with settings that are new here', { version, file: this.settings.desk ?? null });
    await this.follow();
    this.looks.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looks.stop();
  }

  /** Of sections that this file or the one in force has. Null: nothing has started yet. */
  async compare(settings: Settings, sections: readonly string[]): Promise<ComparedSettings | null> {
    const running = await this.findInForce(this.database.sql);
    if (running === null) return null;
    const after = this.mask(settings);
    const names = [...new Set([...sections, ...running.sections])].filter((name) => !LEFT_OUT.has(name));
    const differ = (of: readonly string[]) => of.flatMap((name) => diffDesks(running.settings[name], after[name], [name]));
    return {
      running,
      applied: differ(names.filter((name) => APPLIED.includes(name))),
      waiting: differ(names.filter((name) => !APPLIED.includes(name))),
    };
  }

  /**
   * Puts the sections of a file that may change in running processes in force; they follow. The version then. Throws `PermanentError`
   * (`version_conflict`) where another one came into force meanwhile.
   */
  async apply(settings: Settings, sections: readonly string[], { file, expectedVersion }: AppliedFile): Promise<number> {
    return this.database.run(async (transaction) => {
      await this.versions.lock(transaction);
      const running = await this.findInForce(transaction);
      if ((running?.version ?? 0) !== expectedVersion)
        throw new PermanentError(`settings version ${running?.version ?? 0} is in force, not ${expectedVersion}`, {
          code: 'version_conflict',
          hint: 'look at what differs now, then apply again',
        });
      const wanted = this.mask(settings);
      const kept = { ...running?.settings, ...pickApplied(wanted) };
      if (running !== null && isDeepStrictEqual(running.settings, kept)) return running.version;
      const given = { settings: kept, sections: sections.filter((name) => !LEFT_OUT.has(name)), file, startedAt: this.clock.now() };
      return this.versions.insert(transaction, { source: 'command', ...given });
    });
  }

  private noteStart(): Promise<number | null> {
    const settings = this.mask(this.settings);
    const file = this.settings.desk ?? null;
    const sections = listFileSections(this.settings.desk).filter((name) => !LEFT_OUT.has(name));
    return this.database.run(async (transaction) => {
      await this.versions.lock(transaction);
      const known = await this.versions.findLatest(transaction, 'start');
      const same = known !== null && isDeepStrictEqual(known.settings, settings);
      if (same && known.file === file && isDeepStrictEqual(known.sections, sections)) return null;
      return this.versions.insert(transaction, { source: 'start', settings, sections, file, startedAt: this.clock.now() });
    });
  }

  private async look(): Promise<void> {
    if ((await this.versions.findNumber(this.database.sql)) !== this.version) await this.follow();
  }

  private async follow(): Promise<void> {
    const inForce = await this.findInForce(this.database.sql);
    if (inForce === null) return;
    const faults = putInForce(this.settings, inForce.source === 'command' ? inForce.settings : this.own);
    if (faults.length > 0) this.log.error('settings of another program stay out of force', { version: inForce.version, faults });
    keepHolidaysIn(this.settings.deskSettings.holidays);
    this.version = inForce.version;
  }

  /**
   * The newest version, and in it what was applied: that ends with a start whose sections are others than before. Copies that differ in something else (a port)
   * start as they like. `command` where something applied is in force.
   */
  private async findInForce(sql: Sql): Promise<SettingsVersion | null> {
    const latest = await this.versions.findLatest(sql);
    const applied = await this.versions.findLatest(sql, 'command');
    if (latest === null || applied === null || latest.version === applied.version) return latest;
    const { before, after } = await this.versions.listStartsAround(sql, applied.version);
    const isOther = ({ settings }: SettingsVersion) => APPLIED.some((name) => !isDeepStrictEqual(settings[name], before?.settings[name]));
    if (after.some(isOther)) return latest;
    const { source, file, sections, settings } = applied;
    return { ...latest, source, file, sections, settings: { ...latest.settings, ...pickApplied(settings) } };
  }

  private mask(settings: Settings): Record<string, unknown> {
    const kept = Object.fromEntries(Object.entries(settings).filter(([name, value]) => !LEFT_OUT.has(name) && value !== undefined));
    const print = (secret: string) => this.secret.sign('settings-prints', secret).toString('hex').slice(0, 12);
    // What processes follow is kept as it is; nothing there is secret, whatever its names look like.
    const followed = Object.fromEntries(LIVE_SECTIONS.map((name) => [name, settings[name]]));
    return JSON.parse(JSON.stringify({ ...(maskSecrets(kept, print) as object), ...followed })) as Record<string, unknown>;
  }
}

function pickApplied(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(APPLIED.map((name) => [name, settings[name]]));
}
