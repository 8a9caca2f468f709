import type { PoolClient, QueryResultRow } from 'pg';
import type pg from 'pg';
import { RetriableError } from '#runtime';
import { isConnectionLost, toDatabaseError } from './pg-errors.js';
import { sendQuery } from './pooled-sql.js';
import { together } from './together.js';
import type { TransactionAtOnce } from './transaction.js';

/** As `TransactionRunner.runAtOnce`. */
export async function runAtOnce<T>(pool: pg.Pool, work: (transaction: TransactionAtOnce) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => Promise.reject(toDatabaseError(error) as Error));
  let broken: Error | undefined;
  try {
    return await sendWhole(client, work);
  } catch (error) {
    if (isConnectionLost(error)) broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

async function sendWhole<T>(client: PoolClient, work: (transaction: TransactionAtOnce) => Promise<T>): Promise<T> {
  const transaction = new WholeTransaction(client);
  const begun = sendQuery(client, 'begin');
  let working: Promise<T>;
  try {
    working = work(transaction);
  } catch (error) {
    transaction.end();
    await Promise.allSettled([begun, sendQuery(client, 'rollback'), ...transaction.answers]);
    throw error;
  }
  transaction.end();
  const committed = sendQuery(client, 'commit').then(({ command }) => {
    if (command !== 'COMMIT')
      throw new RetriableError('the transaction was rolled back: a statement in it had failed and its error was swallowed', {
        code: 'transaction_aborted',
      });
  });
  const [result] = await together([working, begun, committed]);
  return result;
}

class WholeTransaction implements TransactionAtOnce {
  readonly isTransaction = true;
  readonly answers: Promise<unknown>[] = [];
  private ended = false;

  constructor(private readonly client: PoolClient) {}

  get sent(): number {
    return this.answers.length;
  }

  end(): void {
    this.ended = true;
  }

  query<R extends QueryResultRow>(text: string, values?: readonly unknown[], name?: string): Promise<R[]> {
    if (this.ended) return Promise.reject(new Error('a transaction that is sent at once takes statements in its first turn only'));
    const answer = sendQuery<R>(this.client, text, values, name).then(({ rows }) => rows);
    this.answers.push(answer);
    return answer;
  }
}
