import type { Writable } from 'node:stream';
import pg from 'pg';
import type { PoolClient, QueryResultRow } from 'pg';
import { RetriableError } from '#runtime';
import type { Logger } from '#runtime';
import { isConnectionLost, toDatabaseError } from './pg-errors.js';
import type { Sql, Transaction } from './transaction.js';

export interface PoolOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** How long a new connection may take to come about; default: 5 s. */
  readonly connectTimeoutMs?: number;
  readonly logger: Logger;
}

/** What the server needs beyond its own statement timeout to say so; after that the link counts as dead. */
const SILENCE_MS = 5_000;
const CONNECT_MS = 5_000;

export function createPool(options: PoolOptions): pg.Pool {
  const config: pg.PoolConfig & { pipeline: boolean } = {
    connectionString: options.url,
    // Statements of one transaction that do not wait for each other's answer travel together (`gatherWrites`).
    pipeline: true,
    max: options.poolSize,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_MS,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + SILENCE_MS,
    keepAlive: true,
    application_name: 'tributary',
  };
  const pool = new pg.Pool(config);
  // Without listeners a connection that breaks, idle or in use, would end the process.
  pool.on('error', (error) => options.logger.warn('an idle database connection broke', { error }));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function query<R extends QueryResultRow>(
  target: pg.Pool | PoolClient,
  text: string,
  values?: readonly unknown[],
  name?: string,
): Promise<R[]> {
  return (await sendQuery<R>(target, text, values, name)).rows;
}

export async function sendQuery<R extends QueryResultRow>(
  target: pg.Pool | PoolClient,
  text: string,
  values: readonly unknown[] = [],
  name?: string,
): Promise<pg.QueryResult<R>> {
  gatherWrites(target);
  try {
    return await target.query<R>({ text, values: [...values], name });
  } catch (error) {
    throw toDatabaseError(error);
  }
}

const gathering = new WeakSet<object>();

/** What is sent on a connection in one turn of the loop leaves in one packet: each costs two system calls and wakes the server. */
function gatherWrites(target: pg.Pool | PoolClient): void {
  if (!('connection' in target) || gathering.has(target)) return;
  const { stream } = target.connection as { stream: Writable };
  gathering.add(target);
  stream.cork();
  process.nextTick(() => {
    gathering.delete(target);
    stream.uncork();
  });
}

/** Autocommit statements, each on whatever connection of the pool is free. */
export class PooledSql implements Sql {
  constructor(private readonly pool: pg.Pool) {}

  query<R extends QueryResultRow>(text: string, values?: readonly unknown[], name?: string): Promise<R[]> {
    return query(this.pool, text, values, name);
  }
}

/** One connection seen as the transaction that is open on it. */
export class OpenTransaction implements Transaction {
  readonly isTransaction = true;

  constructor(private readonly client: PoolClient) {}

  query<R extends QueryResultRow>(text: string, values?: readonly unknown[], name?: string): Promise<R[]> {
    return query(this.client, text, values, name);
  }
}

export async function runInTransaction<T>(pool: pg.Pool, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const client = await beginOnLiveConnection(pool);
  let broken: Error | undefined;
  try {
    const result = await work(new OpenTransaction(client));
    await commit(client);
    return result;
  } catch (error) {
    broken = await rollBack(client, error);
    throw toDatabaseError(error);
  } finally {
    client.release(broken);
  }
}

/** A pooled connection may have died unnoticed while idle; nothing was done yet, so the next one may be asked. */
async function beginOnLiveConnection(pool: pg.Pool): Promise<PoolClient> {
  for (let left = 2; ; left -= 1) {
    let client: PoolClient | undefined;
    try {
      client = await pool.connect();
      await client.query('begin');
      return client;
    } catch (error) {
      client?.release(asError(error));
      if (client === undefined || left <= 0 || !isConnectionLost(error)) throw toDatabaseError(error);
    }
  }
}

/** PostgreSQL answers COMMIT with ROLLBACK, and no error, when a statement had failed and the caller swallowed that. */
async function commit(client: PoolClient): Promise<void> {
  const result = await client.query('commit');
  if (result.command !== 'COMMIT')
    throw new RetriableError('the transaction was rolled back: a statement in it had failed and its error was swallowed', {
      code: 'transaction_aborted',
    });
}

/** Returns the error when the connection must not be used again. */
async function rollBack(client: PoolClient, cause: unknown): Promise<Error | undefined> {
  if (isConnectionLost(cause)) return asError(cause);
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return asError(error);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
