import type { Readable } from 'node:stream';
import type { BackupFile, BackupPart, Database, Sql } from '#database';
import { findRow } from './blob.repository.js';
import { toRef } from './hashing.js';
import { toPlaced } from './places/place.js';
import type { Places } from './places/places.js';
import { BLOB_SWEEP_LOCK } from './port.js';
import type { BlobStore } from './port.js';
import { Sealer } from './sealing/sealer.js';
import type { Seals } from './sealing/seals.js';
import type { Spool } from './spooling.js';

const PAGE = 1_000;

/** Large blobs as part of a backup; those in rows go with their table. They are immutable, so copying after the snapshot is right. */
export class BlobBackup implements BackupPart {
  readonly name = 'blobs';
  readonly lock = BLOB_SWEEP_LOCK;

  constructor(
    private readonly database: Database,
    private readonly store: BlobStore,
    private readonly places: Places,
    private readonly spool: Spool,
    private readonly seals: Seals,
  ) {}

  async *list(sql: Sql): AsyncGenerator<BackupFile> {
    for (let after: string | null = ''; after !== null;) {
      const page: { sha256: string; bytes: string }[] = await sql.query<{ sha256: string; bytes: string }>(
        `select encode(sha256, 'hex') as sha256, bytes from blobs where place <> 'row' and sha256 > $1 order by sha256 limit ${PAGE}`,
        [Buffer.from(after, 'hex')],
      );
      for (const { sha256, bytes } of page) yield { name: sha256, sha256, bytes: Number(bytes) };
      after = page.at(-1)?.sha256 ?? null;
    }
  }

  async open(file: BackupFile): Promise<Readable> {
    return (await this.store.open(toRef(file.sha256))).stream;
  }

  /** Into the place that is configured here, wherever it lay before. */
  async restore(file: BackupFile, source: Readable): Promise<void> {
    const place = await this.places.current();
    const row = await findRow(this.database.sql, file.sha256);
    // A backup holds it in plain, beside the secret that would open it; here it is sealed again.
    const sealedAs = row?.sealedAs ?? null;
    const written =
      sealedAs === null ? await this.spool.writeStream(source) : await this.spool.writeSealed(source, new Sealer(await this.seals.begin()));
    const spooled = toPlaced(written, sealedAs);
    try {
      await place.prepare(spooled);
      await this.database.run(async (transaction) => {
        await transaction.query(`update blobs set place = $2 where sha256 = $1 and place <> $2`, [
          Buffer.from(file.sha256, 'hex'),
          place.kind,
        ]);
        await place.publish(spooled);
      });
    } finally {
      await this.spool.remove(spooled);
    }
  }
}
