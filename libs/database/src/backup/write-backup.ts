import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { TributaryError } from '#runtime';
import type { Clock, Logger, RoomMigrations } from '#runtime';
import { takeAdvisoryLock } from '../advisory-lock.js';
import { readHistories } from '../migrator.js';
import { toDatabaseError } from '../pg-errors.js';
import type { Sql } from '../transaction.js';
import type { BackupPart } from './backup-part.js';
import { writeManifest } from './manifest.js';
import type { BackupManifest } from './manifest.js';
import { copyIntoFile, makeEmptyFolder, Measure, syncFolders } from './synced-files.js';
import { listSequences, listTables, quote } from './table-catalog.js';
import type { Table } from './table-catalog.js';

export interface WriteBackupOptions {
  /** Of the running product's database; it goes on meanwhile. */
  readonly url: string;
  readonly rooms: readonly RoomMigrations[];
  readonly parts: readonly BackupPart[];
  /** Does not exist yet, or is empty. Holds every message and secret of the installation: it is made readable for its owner only. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Writes all tables, as one READ ONLY REPEATABLE READ transaction sees them, and the files they name. Rejects `ConfigurationError`
 * (`backup_folder_not_empty`) or `RetriableError`; what was written is then removed.
 */
export async function writeBackup(options: WriteBackupOptions): Promise<BackupManifest> {
  await makeEmptyFolder(options.folder);
  const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 5_000, application_name: 'tributary-backup' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const manifest = await readEverything(client, options);
    await syncFolders(options.folder);
    await writeManifest(options.folder, manifest);
    await syncFolders(options.folder);
    return manifest;
  } catch (error) {
    await rm(options.folder, { recursive: true, force: true });
    throw toDatabaseError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function readEverything(client: pg.Client, options: WriteBackupOptions): Promise<BackupManifest> {
  // Before the snapshot, and to the end of the connection: nothing that the snapshot names may be deleted.
  for (const { lock } of options.parts)
    if (lock !== undefined) await takeAdvisoryLock((text, values) => client.query(text, [...values]), lock);
  const histories = await readHistories(options.url, options.rooms);
  await client.query('begin isolation level repeatable read read only');
  const taken = await client.query<{ snapshot: string }>('select pg_current_snapshot()::text as snapshot');
  const takenAt = options.clock.now().toISOString();
  const tables: BackupManifest['tables'] = [];
  for (const table of await listTables(client)) tables.push(await writeTable(client, table, options.folder));
  const { files, damaged } = await writeParts(client, options);
  // Sequences stand outside of snapshots; read last, they are at or past every value a table holds.
  const sequences = await listSequences(client);
  await client.query('commit');
  const rooms = options.rooms.map(({ room, floor }) => ({ room, floor, migrations: [...(histories.get(room) ?? [])] }));
  const snapshot = taken.rows[0]?.snapshot ?? '';
  return { format: 'tributary-backup', version: 1, takenAt, snapshot, rooms, tables, sequences, files, damaged };
}

async function writeTable(client: pg.Client, table: Table, folder: string): Promise<BackupManifest['tables'][number]> {
  const columns = table.columns.map(quote).join(', ');
  const copy = client.query(copyTo(`copy (select ${columns} from ${quote(table.name)}) to stdout (format binary)`));
  const measured = await copyIntoFile(copy, join(folder, 'tables', `${table.name}.copy.gz`), 'gzip');
  return { name: table.name, columns: [...table.columns], rows: copy.rowCount ?? 0, ...measured };
}

async function writeParts(client: pg.Client, options: WriteBackupOptions): Promise<Pick<BackupManifest, 'files' | 'damaged'>> {
  const sql: Sql = { query: async (text, values = []) => (await client.query(text, [...values])).rows };
  const files: BackupManifest['files'] = [];
  const damaged: BackupManifest['damaged'] = [];
  for (const part of options.parts)
    for await (const { name, bytes, sha256 } of part.list(sql)) {
      const path = join(options.folder, 'files', part.name, name);
      try {
        const source = await part.open({ name, bytes, sha256 });
        const checked = source.pipe(new Measure({ bytes, sha256 }, name));
        source.once('error', (error) => checked.destroy(error));
        await copyIntoFile(checked, path, 'plain');
        files.push({ part: part.name, name, bytes, sha256 });
      } catch (error) {
        if (!(error instanceof TributaryError && error.errorClass === 'permanent')) throw error;
        // One lost blob must not cost the operator the backup of all others.
        await rm(path, { force: true });
        damaged.push({ part: part.name, name, code: error.code });
        options.logger.error('a file could not be read for the backup', { part: part.name, file: name, error });
      }
    }
  return { files, damaged };
}
