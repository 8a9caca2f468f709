import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, LOGGER, type Logger, maskSecrets, SECRET_KEY, type SecretKey, SETTINGS, type Settings } from '#runtime';
import { type DeskChange, diffDesks } from './desk-diff.js';
import { listFileSections } from './desk-file.js';

/** What stands beside `profile`: channels and addresses, numbering, acknowledgements. Processes read it when they start. */
export interface RunningSettings {
  readonly version: number;
  /** Every section but `profile`, with prints instead of secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Sections that the desk's file had. */
  readonly sections: readonly string[];
  /** TRIBUTARY_DESK of the process that started; null: none. */
  readonly file: string | null;
  readonly startedAt: Date;
}

/** Not the desk's: `profile` has versions of its own, `desk` is the name of the file. */
const LEFT_OUT: ReadonlySet<string> = new Set(['profile', 'desk']);

/** The settings that processes were started with, a version for each change; kept as the desk's versions are. */
@Injectable()
export class RunningSettingsBook implements OnModuleInit {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    const settings = this.mask(this.settings);
    const file = this.settings.desk ?? null;
    const sections = listFileSections(this.settings.desk).filter((name) => !LEFT_OUT.has(name));
    const version = await this.database.run(async (transaction) => {
      await transaction.query('lock table settings_versions in share row exclusive mode');
      const known = await findRunning(transaction);
      const same = known !== null && isDeepStrictEqual(known.settings, settings);
      if (same && known.file === file && isDeepStrictEqual(known.sections, sections)) return null;
      const [row] = await transaction.query<{ version: number }>(
        `insert into settings_versions (version, settings, sections, file, started_at)
         select coalesce(max(version), 0) + 1, $1::json, $2::text[], $3, $4 from settings_versions returning version`,
        [JSON.stringify(settings), sections, file, this.clock.now()],
      );
      return row!.version;
    });
    if (version !== null) this.log.info('started with settings that are new here', { version, file });
  }

  /** What would differ from what runs if processes were started with these settings; of sections that this file or the one that runs has. Null: nothing has started yet. */
  async compare(settings: Settings, sections: readonly string[]): Promise<{ running: RunningSettings; changes: DeskChange[] } | null> {
    const running = await findRunning(this.database.sql);
    if (running === null) return null;
    const after = this.mask(settings);
    const names = [...new Set([...sections, ...running.sections])].filter((name) => !LEFT_OUT.has(name));
    const changes = names.flatMap((name) => diffDesks(running.settings[name], after[name], [name]));
    return { running, changes };
  }

  private mask(settings: Settings): Record<string, unknown> {
    const kept = Object.entries(settings).filter(([name, value]) => !LEFT_OUT.has(name) && value !== undefined);
    const print = (secret: string) => this.secret.sign('settings-prints', secret).toString('hex').slice(0, 12);
    return JSON.parse(JSON.stringify(maskSecrets(Object.fromEntries(kept), print))) as Record<string, unknown>;
  }
}

async function findRunning(sql: Database['sql']): Promise<RunningSettings | null> {
  const [row] = await sql.query<RunningSettings>(
    'select version, settings, sections, file, started_at as "startedAt" from settings_versions order by version desc limit 1',
  );
  return row ?? null;
}
