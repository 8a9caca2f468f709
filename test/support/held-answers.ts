import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { eventually } from './started-product.js';

const LOCK = 7_411;

/** The seam between commit and answer, held open: every keyed write hangs when its answer is about to be stored. */
export interface HeldAnswers {
  /** Resolves when so many writes have had their effect and stand before their answer. */
  waitFor(count: number): Promise<void>;
  /** Rids the database of what hangs, after the process that asked was killed. */
  release(): Promise<void>;
}

/** A connection to the embedded database of a running product. */
export async function openDatabaseOf(dataDir: string): Promise<pg.Client> {
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  const port = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[3];
  const client = new pg.Client({ connectionString: `postgres://postgres:${password}@127.0.0.1:${port}/tributary` });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export async function holdAnswers(client: pg.Client): Promise<HeldAnswers> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  await client.query(`create function hold_answer() returns trigger language plpgsql as $$
    begin if new.answer is not null then perform pg_advisory_xact_lock(${LOCK}); end if; return new; end $$`);
  await client.query('create trigger hold_answer before update on http_idempotency for each row execute function hold_answer()');
  const hanging = `from pg_stat_activity where wait_event = 'advisory' and query like 'update http_idempotency set answer%'`;
  return {
    waitFor: async (count) => {
      await eventually(async () => {
        const { rows } = await client.query<{ hanging: number }>(`select count(*)::int as hanging ${hanging}`);
        return rows[0]?.hanging === count;
      }, `${count} writes between commit and answer`);
    },
    release: async () => {
      await client.query(`select pg_terminate_backend(pid) ${hanging}`);
      await client.query('drop trigger hold_answer on http_idempotency');
      await client.query('drop function hold_answer');
      await client.query('select pg_advisory_unlock($1)', [LOCK]);
    },
  };
}
