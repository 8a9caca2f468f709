import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { Logger } from '#runtime';
import { runAtOnce } from './at-once.js';
import type { Database } from './database.js';
import { createDataSource, listEntities, runWithEntities } from './entities.js';
import type { EntityClass } from './entities.js';
import { toDatabaseError } from './pg-errors.js';
import { createPool, PooledSql, runInTransaction } from './pooled-sql.js';
import { ServerSpace } from './server-space.js';
import type { Sql, Transaction, TransactionAtOnce } from './transaction.js';

const ASIDE_CONNECTIONS = 2;

export interface OpenDatabaseOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string;
  /** Connections of the pool; TypeORM has up to three of its own beside it, `aside` two. */
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** How long a new connection may take to come about; default: 5 s. */
  readonly connectTimeoutMs?: number;
  readonly logger: Logger;
  /** Entities beside those given to `registerEntities`. */
  readonly entities?: readonly EntityClass[];
}

/**
 * Opens the process's database. Rejects with `RetriableError` `database_unavailable` while the server is away (try again), with
 * `ConfigurationError` `database_refused` when login or database name are wrong.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const pool = createPool(options);
  const database = new PostgresDatabase(options, pool, createPool({ ...options, poolSize: ASIDE_CONNECTIONS }));
  try {
    await pool.query('select 1');
    if (listEntities(options.entities ?? []).length > 0) await database.openEntities();
    return database;
  } catch (error) {
    await database.close();
    throw toDatabaseError(error);
  }
}

class PostgresDatabase implements Database {
  readonly sql: Sql;
  readonly aside: Sql;
  readonly url: string;
  private created: DataSource | undefined;
  private opening: Promise<unknown> | undefined;
  private readonly space = new ServerSpace();

  constructor(
    private readonly options: OpenDatabaseOptions,
    private readonly pool: pg.Pool,
    private readonly asidePool: pg.Pool,
  ) {
    this.url = options.url;
    this.sql = this.watched(new PooledSql(pool));
    this.aside = this.watched(new PooledSql(asidePool));
  }

  get dataSource(): DataSource {
    this.created ??= createDataSource({ ...this.options, entities: listEntities(this.options.entities ?? []) });
    return this.created;
  }

  run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.space.watch(runInTransaction(this.pool, work));
  }

  runAtOnce<T>(work: (transaction: TransactionAtOnce) => Promise<T>): Promise<T> {
    return this.space.watch(runAtOnce(this.pool, work));
  }

  async withEntities<T>(work: (manager: EntityManager, transaction: Transaction) => Promise<T>): Promise<T> {
    await this.openEntities();
    return this.space.watch(runWithEntities(this.dataSource, work));
  }

  checkSpace(): Promise<void> {
    return this.space.check(this);
  }

  private watched(sql: Sql): Sql {
    return { query: (text, values, name) => this.space.watch(sql.query(text, values, name)) };
  }

  async openEntities(): Promise<void> {
    this.opening ??= this.dataSource.initialize();
    try {
      await this.opening;
    } catch (error) {
      this.opening = undefined;
      throw toDatabaseError(error);
    }
  }

  async close(): Promise<void> {
    await this.opening?.catch(() => undefined);
    await Promise.allSettled([
      this.pool.end(),
      this.asidePool.end(),
      this.created?.isInitialized === true ? this.created.destroy() : undefined,
    ]);
  }
}
