import { createRequire } from 'node:module';
import type { DataSource, EntityManager } from 'typeorm';
import type { PoolClient } from 'pg';
import type { Logger } from '#runtime';
import type { Transaction } from './transaction.js';
import { OpenTransaction } from './pooled-sql.js';
import { toDatabaseError } from './pg-errors.js';
import { toTypeOrmLogger } from './typeorm-log.js';

/** A TypeORM entity class. */
export type EntityClass = new () => object;

const registered = new Set<EntityClass>();

/**
 * Called by a room's module file when it is loaded, before any database opens. A plain list of classes, as TypeORM's own decorators keep
 * one; each database takes what is registered when it first needs entities.
 */
export function registerEntities(...entities: readonly EntityClass[]): void {
  for (const entity of entities) registered.add(entity);
}

export interface DataSourceOptions {
  readonly url: string;
  readonly statementTimeoutMs: number;
  readonly logger: Logger;
  readonly entities: readonly EntityClass[];
}

/** All classes a database opens with. */
export function listEntities(more: readonly EntityClass[]): EntityClass[] {
  return [...new Set([...registered, ...more])];
}

/** TypeORM is for everything off the hot path, so a few connections are enough; they open when first used. */
const CONNECTIONS = 3;

/** TypeORM is loaded here and not before: it takes 25 MB and a third of a second of CPU, and many processes have no entities. */
export function createDataSource(options: DataSourceOptions): DataSource {
  const typeorm = createRequire(import.meta.url)('typeorm') as typeof import('typeorm');
  return new typeorm.DataSource({
    type: 'postgres',
    url: options.url,
    poolSize: CONNECTIONS,
    applicationName: 'tributary',
    connectTimeoutMS: 5_000,
    entities: [...options.entities],
    installExtensions: false,
    synchronize: false,
    logging: false,
    logger: toTypeOrmLogger(options.logger),
    extra: { statement_timeout: options.statementTimeoutMs, keepAlive: true },
    poolErrorHandler: (error: unknown) => options.logger.warn('an idle database connection broke', { error }),
  });
}

export async function runWithEntities<T>(
  dataSource: DataSource,
  work: (manager: EntityManager, transaction: Transaction) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    await runner.startTransaction('READ COMMITTED');
    const result = await work(runner.manager, new OpenTransaction(client));
    // Rejects when a statement had failed and its error was swallowed: TypeORM would take the rollback for a commit.
    await runner.query('select 1');
    await runner.commitTransaction();
    return result;
  } catch (error) {
    // The first error tells what happened; a rollback on a dead connection would only hide it.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw toDatabaseError(error);
  } finally {
    await runner.release().catch(() => undefined);
  }
}
