import { join } from 'node:path';
import type { BackupPart, Database } from '#database';
import type { Clock, Logger, Settings } from '#runtime';
import { BlobBackup } from './blob-backup.js';
import { DiskPlace } from './places/disk-place.js';
import { Places } from './places/places.js';
import type { BlobStore, BlobSweeper } from './port.js';
import { Seals, type SecretSource } from './sealing/seals.js';
import { Spool } from './spooling.js';
import { TieredBlobStore } from './store.js';
import { LockingSweeper } from './sweeping/sweeper.js';

export interface OpenBlobStoreOptions {
  /** Its migrations (`blobStoreMigrations`) must have run. */
  readonly database: Database;
  readonly settings: Settings['blobs'];
  /** Blobs on disk and those under way lie in `<dataDir>/blobs`; several processes may share it. */
  readonly dataDir: string;
  readonly logger: Logger;
  readonly clock: Clock;
  /** The installation's secret, asked for when the first blob is sealed or a sealed one read; without it none can be. */
  readonly secret?: SecretSource;
}

export interface OpenBlobStore {
  readonly store: BlobStore;
  readonly sweeper: BlobSweeper;
  /** For `writeBackup` and `restoreFiles`. */
  readonly backup: BackupPart;
}

/** Opens the process's blob store. Nothing is contacted before it is used. */
export function openBlobStore(options: OpenBlobStoreOptions): Promise<OpenBlobStore> {
  const folder = join(options.dataDir, 'blobs');
  const places = new Places(options.settings, new DiskPlace(folder));
  const spool = new Spool(join(folder, 'incoming'));
  const seals = new Seals(options.secret);
  const store = new TieredBlobStore(options.database, places, spool, options.clock, seals);
  return Promise.resolve({
    store,
    sweeper: new LockingSweeper(options.database, places, spool, options.logger),
    backup: new BlobBackup(options.database, store, places, spool, seals),
  });
}
