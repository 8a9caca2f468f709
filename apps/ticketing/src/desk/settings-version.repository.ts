import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';

/** `start`: what a process was started with; `command`: what `desk apply` put in force beside it. */
export type SettingsSource = 'start' | 'command';

/** What stands beside `profile`: channels and addresses, numbering, acknowledgements. */
export interface SettingsVersion {
  readonly version: number;
  readonly source: SettingsSource;
  /** Every section but `profile`, with prints instead of secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Sections that the desk's file had. */
  readonly sections: readonly string[];
  /** The desk's file: TRIBUTARY_DESK of the process that started, or what the command named; null: none. */
  readonly file: string | null;
  readonly startedAt: Date;
}

const COLUMNS = 'version, source, settings, sections, file, started_at as "startedAt"';

/** Settings that are or were in force, a version for each change; kept as the desk's versions are. */
@Injectable()
export class SettingsVersionRepository {
  /** Nobody else writes until the transaction ends. */
  async lock(transaction: Transaction): Promise<void> {
    await transaction.query('lock table settings_versions in share row exclusive mode');
  }

  async findLatest(sql: Sql, source?: SettingsSource): Promise<SettingsVersion | null> {
    const [row] = await sql.query<SettingsVersion>(
      `select ${COLUMNS} from settings_versions where $1::text is null or source = $1 order by version desc limit 1`,
      [source ?? null],
    );
    return row ?? null;
  }

  /** All that were started after this version, oldest first, and the last one before it. */
  async listStartsAround(
    sql: Sql,
    version: number,
  ): Promise<{ readonly before: SettingsVersion | null; readonly after: SettingsVersion[] }> {
    const rows = await sql.query<SettingsVersion>(
      `select ${COLUMNS} from settings_versions where source = 'start'
         and version >= (select coalesce(max(version), 0) from settings_versions where source = 'start' and version < $1) order by version`,
      [version],
    );
    return { before: rows.find((row) => row.version < version) ?? null, after: rows.filter((row) => row.version > version) };
  }

  async findNumber(sql: Sql): Promise<number> {
    const [row] = await sql.query<{ version: number }>(
      'select coalesce(max(version), 0) as version from settings_versions',
      [],
      'settings_number',
    );
    return row!.version;
  }

  async insert(transaction: Transaction, given: Omit<SettingsVersion, 'version'>): Promise<number> {
    const [row] = await transaction.query<{ version: number }>(
      `insert into settings_versions (version, source, settings, sections, file, started_at)
       select coalesce(max(version), 0) + 1, $1, $2::json, $3::text[], $4, $5 from settings_versions returning version`,
      [given.source, JSON.stringify(given.settings), given.sections, given.file, given.startedAt],
    );
    return row!.version;
  }
}
