import { join } from 'node:path';
import { openBlobStore } from '#blob-store';
import {
  type BackupManifest,
  type Database,
  DATABASE,
  fileBackupPart,
  openDatabase,
  readManifest,
  restoreFiles,
  restoreTables,
  writeBackup,
} from '#database';
import { type AppDefinition, CLOCK, type Clock, type Logger, openClock, type Settings } from '#runtime';
import { ensureDataFolder, readSecretKey } from '../parts/data-folder.js';
import { databaseOptions, startDatabaseServer } from '../parts/database-server.js';
import { listRooms } from '../parts/open-parts.js';
import { openAdminParts } from './admin-parts.js';

export interface BackupTask {
  readonly settings: Settings;
  readonly apps: readonly AppDefinition[];
  readonly log: Logger;
  /** Of the backup. */
  readonly folder: string;
}

/** Tables, blobs, log and secret as of one moment, beside a running product or without one. */
export async function backUp({ settings, apps, log, folder }: BackupTask): Promise<BackupManifest> {
  const parts = await openAdminParts(settings, apps, log);
  try {
    const database = await parts.resolve<Database>(DATABASE);
    const clock = await parts.resolve<Clock>(CLOCK);
    const outside = await listOutside(settings, database, clock, log);
    return await writeBackup({ url: database.url, rooms: listRooms(apps), parts: outside, folder, clock, logger: log });
  } finally {
    await parts.close();
  }
}

/** Into a data folder (or a database) that is empty; the product starts there afterwards. */
export async function restoreBackup({ settings, apps, log, folder }: BackupTask): Promise<BackupManifest> {
  // A mistyped folder is told of before a database server is made for it.
  await readManifest(folder);
  await ensureDataFolder(settings);
  const server = await startDatabaseServer(settings, log);
  try {
    const manifest = await restoreTables({ url: server.url, rooms: listRooms(apps), folder, logger: log });
    const database = await openDatabase(databaseOptions(settings, server.url, log));
    try {
      await restoreFiles(folder, await listOutside(settings, database, openClock(settings.clock), log));
    } finally {
      await database.close();
    }
    return manifest;
  } finally {
    await server.stop();
  }
}

/** What belongs to the installation and lies outside its tables. */
async function listOutside(settings: Settings, database: Database, clock: Clock, log: Logger) {
  // The secret first: what lay sealed is sealed with it again.
  const secret = () => readSecretKey(settings);
  const blobs = await openBlobStore({ database, settings: settings.blobs, dataDir: settings.data.dir, logger: log, clock, secret });
  return [fileBackupPart('secret', join(settings.data.dir, 'secret.key')), blobs.backup];
}
