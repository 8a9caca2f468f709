import type { Readable } from 'node:stream';
import type { Sql } from '../transaction.js';

/** A file that belongs to the tables' point in time: a large blob, the secret key. */
export interface BackupFile {
  /** Unique within its part; letters, digits, `.`, `_`, `-` only. */
  readonly name: string;
  readonly bytes: number;
  /** Hex. What is copied, in and out, must match it. */
  readonly sha256: string;
}

/** What a room keeps outside its tables, made whole with them. */
export interface BackupPart {
  readonly name: string;
  /** Advisory lock held while the backup is written, so that nothing the snapshot names is deleted meanwhile. */
  readonly lock?: string;
  /** Everything as of the snapshot that `sql` sees. */
  list(sql: Sql): AsyncIterable<BackupFile>;
  open(file: BackupFile): Promise<Readable>;
  /** Makes it durable in the new place; the tables are there already. */
  restore(file: BackupFile, source: Readable): Promise<void>;
}
