import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { silentLogger } from '#runtime';
import type { RoomMigrations } from '#runtime';
import type { Database } from '../database.js';
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
  await runOnServer(server, `create database ${name}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  const url = address.href;
  await migrateRooms(url, rooms, silentLogger);
  const database = await openDatabase({ url, poolSize, statementTimeoutMs: 30_000, logger: silentLogger });
  return {
    database,
    url,
    close: async () => {
      await database.close();
      if (!thrownAway) await runOnServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
