import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { PermanentError } from '#runtime';
import type { HeldOutReport } from './classifier/calibration.js';
import type { LearnedKind } from './recogniser.js';

/** What one model learned from, and what it was measured at. */
export interface ModelView {
  readonly kind: LearnedKind;
  readonly version: number;
  readonly madeAt: Date;
  /** Null: another one is. */
  readonly inForceSince: Date | null;
  readonly reason: string;
  readonly deskVersion: number;
  readonly examples: number;
  readonly labels: number;
  /** On examples it had not learned from. */
  readonly report: HeldOutReport & { readonly threshold: number };
}

export interface NewModel extends Omit<ModelView, 'version' | 'inForceSince'> {
  /** Print of what the desk file taught: another one makes it learn anew. */
  readonly seeds: string;
  readonly bytes: Buffer;
}

const VIEW = `kind, version, made_at as "madeAt", reason, desk_version as "deskVersion", examples, labels, report,
  case when (kind, version) in (select distinct on (kind) kind, version from recognition_models order by kind, in_force_since desc, version desc)
    then in_force_since end as "inForceSince"`;
const KEPT = 20;

/** Models by version; the one that was put in force last is. */
@Injectable()
export class ModelRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async list(): Promise<ModelView[]> {
    return this.database.sql.query<ModelView>(`select ${VIEW} from recognition_models order by kind, version desc`);
  }

  async find(kind: LearnedKind, version: number): Promise<ModelView | null> {
    const [row] = await this.database.sql.query<ModelView>(`select ${VIEW} from recognition_models where kind = $1 and version = $2`, [
      kind,
      version,
    ]);
    return row ?? null;
  }

  /** Versions in force, by kind. */
  async findInForce(sql: Sql): Promise<{ kind: LearnedKind; version: number; since: Date }[]> {
    return sql.query(
      `select distinct on (kind) kind, version, in_force_since as since from recognition_models order by kind, in_force_since desc, version desc`,
      [],
      'ticketing_models_in_force',
    );
  }

  async read(sql: Sql, kind: LearnedKind, version: number): Promise<Buffer | null> {
    const [row] = await sql.query<{ model: Buffer }>('select model from recognition_models where kind = $1 and version = $2', [
      kind,
      version,
    ]);
    return row?.model ?? null;
  }

  /** What the newest one learned from, whether it is in force or not. */
  async findNewest(kind: LearnedKind): Promise<{ seeds: string; madeAt: Date; version: number } | null> {
    const [row] = await this.database.sql.query<{ seeds: string; madeAt: Date; version: number }>(
      'select seeds, made_at as "madeAt", version from recognition_models where kind = $1 order by version desc limit 1',
      [kind],
    );
    return row ?? null;
  }

  /** In force at once. The oldest beyond twenty go. */
  async insert(transaction: Transaction, model: NewModel): Promise<number> {
    await transaction.query(`select pg_advisory_xact_lock(hashtextextended('recognition-models', 0))`);
    const [row] = await transaction.query<{ version: number }>(
      `insert into recognition_models (kind, version, made_at, in_force_since, reason, desk_version, seeds, examples, labels, report, model)
       select $1, coalesce(max(version), 0) + 1, $2::timestamptz, greatest($2::timestamptz, max(in_force_since) + interval '1 ms'), $3, $4::int, $5, $6::int, $7::int, $8::jsonb, $9::bytea
       from recognition_models where kind = $1 returning version`,
      [
        model.kind,
        model.madeAt,
        model.reason,
        model.deskVersion,
        model.seeds,
        model.examples,
        model.labels,
        JSON.stringify(model.report),
        model.bytes,
      ],
    );
    await transaction.query('delete from recognition_models where kind = $1 and version <= $2', [model.kind, row!.version - KEPT]);
    return row!.version;
  }

  /** Throws `PermanentError` (`model_unknown`). */
  async use(transaction: Transaction, kind: LearnedKind, version: number, now: Date): Promise<void> {
    const rows = await transaction.query(
      `update recognition_models set in_force_since = greatest($3::timestamptz,
         (select max(in_force_since) from recognition_models where kind = $1) + interval '1 ms') where kind = $1 and version = $2 returning version`,
      [kind, version, now],
    );
    if (rows.length === 0)
      throw new PermanentError(`there is no model ${version} of ${kind}`, {
        code: 'model_unknown',
        hint: 'GET /api/v1/recognition lists them',
      });
  }
}
