import { pipeline, Readable } from 'node:stream';
import type { BlobRef } from '#contracts';
import type { Database, Transaction } from '#database';
import { type Clock, PermanentError } from '#runtime';
import { findRow, insertUnknown, isKnown, listSealed, lockLarge, lockSealed } from './blob.repository.js';
import type { BlobRow } from './blob.repository.js';
import { corrupt, hashOf, missing, toRef, toSha256, verifyHash } from './hashing.js';
import type { Places } from './places/places.js';
import { type ByteRange, type SpooledBlob, toPlaced } from './places/place.js';
import { MAX_ROW_BYTES } from './port.js';
import type { PutOptions, ResealedBlobs, ResealingBlobStore, StagedBlob, StoredBlob } from './port.js';
import { RowWriter } from './row-writer.js';
import { openSealed, readHeader } from './sealing/open-sealed.js';
import { Sealer } from './sealing/sealer.js';
import type { Seals } from './sealing/seals.js';
import type { Spool } from './spooling.js';

/** Small blobs in rows, large ones in a place; a row for each tells where. */
export class TieredBlobStore implements ResealingBlobStore {
  private readonly rows: RowWriter;

  constructor(
    private readonly database: Database,
    private readonly places: Places,
    private readonly spool: Spool,
    private readonly clock: Clock,
    private readonly seals: Seals,
  ) {
    this.rows = new RowWriter(database, clock);
  }

  async put(content: Buffer | Readable, { sealed = false }: PutOptions = {}): Promise<StoredBlob> {
    if (sealed) return this.storeSealed(await this.spool.writeSealed(content, new Sealer(await this.seals.begin())));
    const whole = Buffer.isBuffer(content) ? content : await this.spool.read(content);
    if (!Buffer.isBuffer(whole)) return this.storeLarge(whole);
    if (whole.length > MAX_ROW_BYTES) return this.storeLarge(await this.spool.writeWhole(whole));
    const blob = describe(whole);
    await this.rows.write({ sha256: blob.sha256, content: whole });
    return blob;
  }

  async stage(content: Buffer): Promise<{ blob: StoredBlob; staged: StagedBlob | null }> {
    if (content.length > MAX_ROW_BYTES) return { blob: await this.put(content), staged: null };
    const blob = describe(content);
    return { blob, staged: { ...blob, content } };
  }

  async insertStaged(transaction: Transaction, blobs: readonly StagedBlob[]): Promise<void> {
    const known = await insertUnknown(transaction, blobs, this.clock.now());
    // Elsewhere already, and perhaps old: kept from the sweep in a transaction of their own.
    await Promise.all(known.map((blob) => this.rows.write(blob)));
  }

  async get(ref: BlobRef): Promise<Buffer> {
    const row = await this.find(ref);
    if (row.content !== null) return row.content;
    const chunks: Buffer[] = [];
    for await (const chunk of await this.openLarge(toSha256(ref), row)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  async open(ref: BlobRef): Promise<{ stream: Readable; bytes: number }> {
    const row = await this.find(ref);
    const stream = row.content === null ? await this.openLarge(toSha256(ref), row) : Readable.from([row.content], { objectMode: false });
    return { stream, bytes: row.bytes };
  }

  async openRange(ref: BlobRef, range: ByteRange): Promise<{ stream: Readable; bytes: number }> {
    const row = await this.find(ref);
    const { bytes, content, sealedAs } = row;
    const part = { start: Math.min(Math.max(0, range.start), bytes), end: Math.min(range.end, bytes) };
    if (part.end <= part.start) return { stream: Readable.from([]), bytes };
    if (content !== null) return { stream: Readable.from([content.subarray(part.start, part.end)], { objectMode: false }), bytes };
    const place = await this.places.of(row.place === 's3' ? 's3' : 'disk');
    const sha256 = toSha256(ref);
    const stream =
      sealedAs === null ? await place.open(sha256, part) : await openSealed({ sha256, bytes, key: sealedAs }, place, this.seals, part);
    return { stream, bytes };
  }

  has(ref: BlobRef): Promise<boolean> {
    return isKnown(this.database.sql, toSha256(ref));
  }

  async reseal(): Promise<ResealedBlobs> {
    let [resealed, current] = [0, 0];
    const broken: BlobRef[] = [];
    for (let after = ''; ;) {
      const page = await listSealed(this.database.sql, after);
      for (const { sha256, place, sealedAs } of page) {
        const ref = toRef(sha256);
        try {
          if (await this.seals.isCurrent(await readHeader(await this.places.of(place), sealedAs))) current += 1;
          else {
            await this.put((await this.open(ref)).stream, { sealed: true });
            resealed += 1;
          }
        } catch (error) {
          if (!(error instanceof PermanentError)) throw error;
          broken.push(ref);
        }
      }
      if (page.length === 0) return { resealed, current, broken };
      after = page.at(-1)!.sha256;
    }
  }

  private async find(ref: BlobRef): Promise<BlobRow> {
    const sha256 = toSha256(ref);
    const row = await findRow(this.database.sql, sha256);
    if (row === null) throw missing(sha256, 'the database');
    if (row.content !== null && hashOf(row.content) !== sha256) throw corrupt(sha256, 'the database');
    return row;
  }

  private async openLarge(sha256: string, row: BlobRow): Promise<Readable> {
    const place = await this.places.of(row.place === 's3' ? 's3' : 'disk');
    const whole = { start: 0, end: row.bytes };
    const source =
      row.sealedAs === null
        ? await place.open(sha256)
        : await openSealed({ sha256, bytes: row.bytes, key: row.sealedAs }, place, this.seals, whole);
    // The reader of the checked stream hears of every fault; the callback is only there because pipeline wants one.
    return pipeline(source, verifyHash(sha256, place.kind), () => undefined);
  }

  private async storeSealed(blob: SpooledBlob): Promise<StoredBlob> {
    const { sha256, bytes } = blob;
    const sealedAs = hashOf(Buffer.from(`sealed:${sha256}`));
    try {
      const place = await this.places.current();
      const placed = toPlaced(blob, sealedAs);
      await place.prepare(placed);
      const plainAt = await this.database.run(async (transaction) => {
        const before = await lockSealed(transaction, { sha256, bytes, sealedAs }, place.kind, this.clock.now());
        await place.publish(placed);
        return before;
      });
      // Only now does the row lead elsewhere.
      if (plainAt !== null) await (await this.places.of(plainAt)).remove(sha256);
      return { ref: toRef(sha256), sha256, bytes };
    } finally {
      await this.spool.remove(blob);
    }
  }

  private async storeLarge(blob: SpooledBlob): Promise<StoredBlob> {
    try {
      const place = await this.places.current();
      await place.prepare(blob);
      await this.database.run(async (transaction) => {
        if (await lockLarge(transaction, blob.sha256, blob.bytes, place.kind, this.clock.now())) await place.publish(blob);
      });
      return { ref: toRef(blob.sha256), sha256: blob.sha256, bytes: blob.bytes };
    } finally {
      await this.spool.remove(blob);
    }
  }
}

function describe(content: Buffer): StoredBlob {
  const sha256 = hashOf(content);
  return { ref: toRef(sha256), sha256, bytes: content.length };
}
