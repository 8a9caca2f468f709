import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { silentLogger } from '#runtime';
import type { RoomMigrations } from '#runtime';
import type { Database } from '../database.js';
import { takeAdvisoryLock } from '../advisory-lock.js';
import { migrateRooms } from '../migrator.js';
import { openDatabase } from '../open.js';
import { findTestServer } from './server.js';

export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  /** Closes the pool and drops the database, whoever is still connected; the run's own server is thrown away whole, which is quicker. */
  close(): Promise<void>;
}

/** A fresh, empty database on a real PostgreSQL server (fsync on), with the tables of `rooms`. */
export async function openTestDatabase(rooms: readonly RoomMigrations[] = [], poolSize = 8): Promise<TestDatabase> {
  const { url: server, thrownAway } = await findTestServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const url = addressOf(server, name);
  if (thrownAway && rooms.length > 0) await runOnServer(server, `create database ${name} template ${await findTemplate(server, rooms)}`);
  else {
    await runOnServer(server, `create database ${name}`);
    await migrateRooms(url, rooms, silentLogger);
  }
  // A worker that opens modules meanwhile hears of nothing for seconds.
  const database = await openDatabase({ url, poolSize, statementTimeoutMs: 30_000, connectTimeoutMs: 30_000, logger: silentLogger });
  return {
    database,
    url,
    close: async () => {
      await database.close();
      if (!thrownAway) await runOnServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

/** A database of the run's own server that has the tables of `rooms` and nothing else: a copy of it is there ten times sooner than they are. */
async function findTemplate(server: string, rooms: readonly RoomMigrations[]): Promise<string> {
  const tables = rooms.map(({ room, migrations }) => `${room} ${migrations.map((migration) => migration.name).join()}`);
  const name = `template_${createHash('sha256').update(tables.join('\n')).digest('hex').slice(0, 16)}`;
  await onServer(server, async (client) => {
    const lock = await takeAdvisoryLock((text, values) => client.query(text, [...values]), name);
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) {
      // Under another name until it is whole; whoever died over it left a part.
      await client.query(`drop database if exists ${name}_new with (force)`);
      await client.query(`create database ${name}_new`);
      await migrateRooms(addressOf(server, `${name}_new`), rooms, silentLogger);
      await client.query(`alter database ${name}_new rename to ${name}`);
    }
    await lock.release();
  });
  return name;
}

function addressOf(server: string, database: string): string {
  const address = new URL(server);
  address.pathname = `/${database}`;
  return address.href;
}

async function runOnServer(url: string, statement: string): Promise<void> {
  await onServer(url, async (client) => void (await client.query(statement)));
}

async function onServer(url: string, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
