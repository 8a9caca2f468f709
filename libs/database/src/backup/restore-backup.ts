import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ConfigurationError, PermanentError } from '#runtime';
import type { Logger, RoomMigrations } from '#runtime';
import { migrateRooms } from '../migrator.js';
import { sqlStateOf, toDatabaseError } from '../pg-errors.js';
import { readManifest } from './manifest.js';
import type { BackupManifest } from './manifest.js';
import { verifyFiles } from './restore-files.js';
import { Measure } from './synced-files.js';
import { listTables, orderByReferences, quote } from './table-catalog.js';

export interface RestoreTablesOptions {
  /** An empty database: without any table. */
  readonly url: string;
  /** Of this version of the product; older ones than the backup's are refused, newer migrations run after the copy. */
  readonly rooms: readonly RoomMigrations[];
  readonly folder: string;
  readonly logger: Logger;
}

/**
 * First half of a restore: checks every file of the backup, migrates the empty database to the backup's own point, copies the tables in, counts and compares, then migrates
 * on. Rejects `ConfigurationError` (`restore_target_not_empty`, `backup_incomplete`, `backup_newer`), `PermanentError` (`backup_corrupt`);
 * the database is left empty then.
 */
export async function restoreTables(options: RestoreTablesOptions): Promise<BackupManifest> {
  const manifest = await readManifest(options.folder);
  const rooms = cutToManifest(options.rooms, manifest);
  const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 5_000, application_name: 'tributary-restore' });
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => Promise.reject(toDatabaseError(error)));
  try {
    await refuseFilled(client);
    await verifyFiles(options.folder, manifest);
    await client.query(`create table ${MARK} ()`);
    await migrateRooms(options.url, rooms, options.logger);
    await client.query('begin');
    await copyEverything(client, manifest, options.folder);
    await client.query(`drop table ${MARK}`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    await dropHalf(client).catch(() => undefined);
    throw toDatabaseError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
  await migrateRooms(options.url, options.rooms, options.logger);
  return manifest;
}

/** Stands while a restore is under way: what an interrupted one left may be thrown away by the next. */
const MARK = 'restore_under_way';

async function refuseFilled(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')`,
  );
  if (rows.length === 0) return;
  if (rows.some((row) => row.name === MARK)) return dropHalf(client);
  throw new ConfigurationError(`the database to restore into is not empty: it has ${rows.length} tables`, {
    code: 'restore_target_not_empty',
    hint: 'restore into a new data folder or an empty database',
  });
}

async function dropHalf(client: pg.Client): Promise<void> {
  const marked = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [MARK]);
  if (marked.rows[0]?.there !== true) return;
  const { rows } = await client.query<{ schema: string }>('select quote_ident(current_schema()) as schema');
  await client.query(`drop schema ${rows[0]?.schema} cascade; create schema ${rows[0]?.schema}`);
}

/** The rooms as they were when the backup was written. */
function cutToManifest(rooms: readonly RoomMigrations[], manifest: BackupManifest): RoomMigrations[] {
  return manifest.rooms.map(({ room, floor, migrations: names }) => {
    const known = rooms.filter((each) => each.room === room).flatMap((each) => [...each.migrations]);
    const unknown = names.filter((name) => !known.some((migration) => migration.name === name));
    if (unknown.length > 0)
      throw new ConfigurationError(`the backup is of a newer version: ${room} knows no ${unknown.join(', ')}`, {
        code: 'backup_newer',
        hint: 'restore it with the version of the product that wrote it, or a newer one',
      });
    return { room, floor, migrations: [...new Set(known)].filter((migration) => names.includes(migration.name)) };
  });
}

async function copyEverything(client: pg.Client, manifest: BackupManifest, folder: string): Promise<void> {
  const present = await listTables(client);
  const known = present.filter((table) => manifest.tables.some(({ name }) => name === table.name));
  const free = await trySilenceConstraints(client);
  const ordered = free ? known : await orderByReferences(client, known);
  // What migrations themselves put in is in the backup too, as it was then.
  if (known.length > 0) await client.query(`truncate ${known.map((table) => quote(table.name)).join(', ')} cascade`);
  for (const { name } of ordered) {
    const table = manifest.tables.find((each) => each.name === name);
    if (table !== undefined) await copyTable(client, table, folder, free);
  }
  for (const { name } of manifest.tables) if (!present.some((table) => table.name === name)) throw missingTable(name);
  for (const { name, value } of manifest.sequences) await client.query('select setval(to_regclass($1), $2)', [quote(name), value]);
}

async function copyTable(client: pg.Client, table: BackupManifest['tables'][number], folder: string, free: boolean): Promise<void> {
  const name = quote(table.name);
  if (!free) await client.query(`alter table ${name} disable trigger user`);
  const copy = client.query(copyFrom(`copy ${name} (${table.columns.map(quote).join(', ')}) from stdin (format binary)`));
  const source = createReadStream(join(folder, 'tables', `${table.name}.copy.gz`));
  await pipeline(source, createGunzip(), new Measure(table, `table ${table.name}`), copy).catch((cause: unknown) => {
    const isCut = typeof cause === 'object' && cause !== null && 'code' in cause && /^(Z_|ENOENT)/.test(String(cause.code));
    throw isCut ? new PermanentError(`table ${table.name} in the backup cannot be read`, { code: 'backup_corrupt', cause }) : cause;
  });
  if (!free) await client.query(`alter table ${name} enable trigger user`);
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${name}`);
  if (Number(rows[0]?.count) !== table.rows)
    throw new PermanentError(`table ${table.name} has ${rows[0]?.count} rows after the restore, the backup says ${table.rows}`, {
      code: 'restore_miscounted',
    });
}

/** A superuser may switch references and triggers off for the copy; the snapshot is consistent in itself. False when not allowed. */
async function trySilenceConstraints(client: pg.Client): Promise<boolean> {
  await client.query('savepoint silence');
  try {
    await client.query(`set local session_replication_role = 'replica'`);
    return true;
  } catch (error) {
    if (sqlStateOf(error) !== '42501') throw error;
    await client.query('rollback to savepoint silence');
    return false;
  }
}

function missingTable(name: string): PermanentError {
  return new PermanentError(`the backup holds the table ${name}, which none of its migrations makes`, { code: 'backup_unreadable' });
}
