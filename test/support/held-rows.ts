import { setTimeout as wait } from 'node:timers/promises';
import type { Database, Transaction } from '#database';

const LOOK_MS = 10;
const MOST_MS = 20_000;

/** Rows held by another transaction, as a process has them that is slower than this one. */
export interface HeldRows {
  /** Commits. */
  release(): Promise<void>;
}

/** Resolves when `hold` has taken its locks. */
export async function holdRows(database: Database, hold: (transaction: Transaction) => Promise<unknown>): Promise<HeldRows> {
  let end = () => {};
  const isOver = new Promise<void>((resolve) => (end = resolve));
  let transaction = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    transaction = database.run(async (own) => {
      await hold(own);
      resolve();
      await isOver;
    });
    transaction.catch(reject);
  });
  return {
    release: () => {
      end();
      return transaction;
    },
  };
}

/** Waits until somebody waits for a lock. */
export async function untilBlocked(database: Database): Promise<void> {
  const until = Date.now() + MOST_MS;
  while (Date.now() < until) {
    const blocked = await database.sql.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' limit 1`,
    );
    if (blocked.length > 0) return;
    await wait(LOOK_MS);
  }
  throw new Error('nobody waits for a lock');
}
