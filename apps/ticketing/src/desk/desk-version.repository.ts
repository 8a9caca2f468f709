import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';

export type DeskSource = 'file' | 'command' | 'api';

export interface DeskVersion {
  readonly version: number;
  readonly source: DeskSource;
  readonly actor: Actor;
  readonly note: string | null;
  readonly appliedAt: Date;
}

/** As it was written; what it leaves out has its default when it is read. */
export interface StoredDesk extends DeskVersion {
  readonly desk: unknown;
}

/** Due once for each version that came into force; its key is the version. */
export const DESK_APPLIED_TIMER = 'desk-applied';

const COLUMNS = 'version, source, actor, note, applied_at as "appliedAt"';

/** Every desk that was ever in force here; none is changed or taken away. */
@Injectable()
export class DeskVersionRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async findLatest(sql: Sql = this.database.sql): Promise<StoredDesk | null> {
    const [row] = await sql.query<StoredDesk>(`select ${COLUMNS}, desk from desk_versions order by version desc limit 1`);
    return row ?? null;
  }

  async findLatestOf(source: DeskSource, sql: Sql = this.database.sql): Promise<StoredDesk | null> {
    const [row] = await sql.query<StoredDesk>(
      `select ${COLUMNS}, desk from desk_versions where source = $1 order by version desc limit 1`,
      [source],
    );
    return row ?? null;
  }

  async find(version: number): Promise<StoredDesk | null> {
    const [row] = await this.database.sql.query<StoredDesk>(`select ${COLUMNS}, desk from desk_versions where version = $1`, [version]);
    return row ?? null;
  }

  async findNumber(): Promise<number> {
    const [row] = await this.database.sql.query<{ version: number }>('select coalesce(max(version), 0) as version from desk_versions');
    return row!.version;
  }

  async list(limit: number): Promise<DeskVersion[]> {
    return this.database.sql.query<DeskVersion>(`select ${COLUMNS} from desk_versions order by version desc limit $1`, [limit]);
  }

  /** One at a time: who comes second waits, and sees what the first has applied. */
  async lock(transaction: Transaction): Promise<void> {
    await transaction.query('lock table desk_versions in share row exclusive mode');
  }

  async insert(transaction: Transaction, from: Omit<StoredDesk, 'version'>): Promise<number> {
    const [row] = await transaction.query<{ version: number }>(
      `insert into desk_versions (version, desk, source, actor, note, applied_at)
       select coalesce(max(version), 0) + 1, $1::json, $2, $3::jsonb, $4, $5 from desk_versions returning version`,
      [JSON.stringify(from.desk), from.source, JSON.stringify(from.actor), from.note, from.appliedAt],
    );
    // Whoever has something to do about it finds it there, also when this process dies.
    await transaction.query('insert into timers (kind, key, due_at, data) values ($1, $2, $3, $4) on conflict do nothing', [
      ...[DESK_APPLIED_TIMER, String(row!.version), from.appliedAt, '{}'],
    ]);
    return row!.version;
  }
}
