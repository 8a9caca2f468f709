import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_ROW_BYTES, openBlobStore } from '#blob-store';
import type { BlobStore } from '#blob-store';
import { BlobRef } from '#contracts';
import { ManualClock, Settings, silentLogger } from '#runtime';
import { type BlobBench, digest, inPieces, KEYS, openBlobBench, readAll } from './blob-bench.js';

const MISSING = BlobRef.parse(`sha256:${'0'.repeat(64)}`);

/** Where the bytes of each kind lie, and how to damage them there. */
const KINDS = [
  { name: 'rows', kind: 'disk', bytes: 5_000 },
  { name: 'a full row', kind: 'disk', bytes: MAX_ROW_BYTES },
  { name: 'disk', kind: 'disk', bytes: MAX_ROW_BYTES + 1 },
  { name: 'S3', kind: 's3', bytes: 300_000 },
  { name: 'S3 in parts', kind: 's3', bytes: 9_000_000 },
  { name: 'a small sealed one', kind: 'sealed disk', bytes: 5_000 },
  { name: 'sealed files of whole chunks', kind: 'sealed disk', bytes: 131_072 },
  { name: 'sealed files', kind: 'sealed disk', bytes: 300_001 },
  { name: 'S3, sealed', kind: 'sealed s3', bytes: 300_000 },
] as const;

let bench: BlobBench;
let test: BlobBench['test'];
let s3: BlobBench['s3'];
let dataDir: string;
const stores = { get: (kind: string): BlobStore => bench.store(kind) };

beforeAll(async () => {
  bench = await openBlobBench();
  ({ test, s3, dataDir } = bench);
});
afterAll(() => bench.close());

describe.each(KINDS)('blobs in $name', ({ kind, bytes }) => {
  const openStore = (): BlobStore => stores.get(kind) as BlobStore;

  it('gives back what was put, whole and streamed, under the name of its hash', async () => {
    const content = randomBytes(bytes);
    const blob = await openStore().put(content);
    expect(blob).toEqual({ ref: `sha256:${digest(content)}`, sha256: digest(content), bytes });
    expect((await openStore().get(blob.ref)).equals(content)).toBe(true);
    const opened = await openStore().open(blob.ref);
    expect(opened.bytes).toBe(bytes);
    expect((await readAll(opened.stream)).equals(content)).toBe(true);
    expect(await openStore().has(blob.ref)).toBe(true);
  });

  it('takes streams, and the same bytes any number of times at once', async () => {
    const content = randomBytes(bytes);
    const puts = await Promise.all(
      Array.from({ length: 24 }, (_, n) => openStore().put(n % 2 === 0 ? content : Readable.from(inPieces(content)))),
    );
    expect(new Set(puts.map((blob) => blob.ref))).toEqual(new Set([`sha256:${digest(content)}`]));
    expect((await openStore().get(puts[0]?.ref ?? MISSING)).equals(content)).toBe(true);
  });

  it('gives any part of it, and the size of the whole', async () => {
    const content = randomBytes(bytes);
    const { ref } = await openStore().put(content);
    for (const [start, end] of [
      [0, 1],
      [0, bytes],
      [bytes - 1, bytes],
      [4_000, 4_900],
      [65_535, 65_537],
      [65_536, 131_072],
      [bytes - 10, bytes + 50],
      [bytes, bytes + 1],
    ] as const) {
      const part = await openStore().openRange(ref, { start, end });
      expect(part.bytes).toBe(bytes);
      expect((await readAll(part.stream)).equals(content.subarray(start, end))).toBe(true);
    }
  });

  it('stages bytes that become durable with the caller’s transaction at the latest', async () => {
    const content = randomBytes(bytes);
    const { blob, staged } = await openStore().stage(content);
    if (staged !== null) {
      expect(await openStore().has(blob.ref)).toBe(false);
      await test.database.run((transaction) => openStore().insertStaged(transaction, [staged, staged]));
    }
    expect((await openStore().get(blob.ref)).equals(content)).toBe(true);
  });

  it('refuses to read what does not match its hash', async () => {
    const content = randomBytes(bytes);
    const blob = await openStore().put(content);
    await damage(blob.sha256);
    await expect(openStore().get(blob.ref)).rejects.toMatchObject({ errorClass: 'permanent', code: 'blob_corrupt' });
    const read = openStore()
      .open(blob.ref)
      .then(({ stream }) => readAll(stream));
    await expect(read).rejects.toMatchObject({ code: 'blob_corrupt' });
  });

  it('leaves nothing half-way when the source breaks', async () => {
    async function* breakAfter(content: Buffer): AsyncGenerator<Buffer> {
      yield content;
      throw new Error('the sender went away');
    }
    await expect(openStore().put(Readable.from(breakAfter(randomBytes(bytes))))).rejects.toThrow('the sender went away');
    expect(await readdir(join(dataDir, 'blobs', 'incoming')).catch(() => [])).toEqual([]);
  });
});

describe('blobs', () => {
  it.each([0, 1, MAX_ROW_BYTES - 1, MAX_ROW_BYTES, MAX_ROW_BYTES + 1])('of %i bytes come back whole', async (bytes) => {
    const store = stores.get('disk') as BlobStore;
    const content = randomBytes(bytes);
    const blob = await store.put(Readable.from(inPieces(content)));
    expect(blob.bytes).toBe(bytes);
    expect((await store.get(blob.ref)).equals(content)).toBe(true);
    const rows = await test.database.sql.query<{ place: string }>('select place from blobs where sha256 = $1', [
      Buffer.from(blob.sha256, 'hex'),
    ]);
    expect(rows[0]?.place).toBe(bytes > MAX_ROW_BYTES ? 'disk' : 'row');
  });

  it('that were never put are missing for good', async () => {
    const store = stores.get('disk') as BlobStore;
    await expect(store.get(MISSING)).rejects.toMatchObject({ errorClass: 'permanent', code: 'blob_missing' });
    await expect(store.open(MISSING)).rejects.toMatchObject({ code: 'blob_missing' });
    expect(await store.has(MISSING)).toBe(false);
  });

  it('on disk that were damaged are healed by putting them again', async () => {
    const store = stores.get('disk') as BlobStore;
    const content = randomBytes(200_000);
    const blob = await store.put(content);
    await damage(blob.sha256);
    await store.put(content);
    expect((await store.get(blob.ref)).equals(content)).toBe(true);
  });

  it('stay readable on disk after large ones were turned over to S3', async () => {
    const blob = await (stores.get('disk') as BlobStore).put(randomBytes(200_000));
    expect((await (stores.get('s3') as BlobStore).get(blob.ref)).length).toBe(200_000);
  });
});

describe('an S3 store', () => {
  const put = (): Promise<unknown> => (stores.get('s3') as BlobStore).put(randomBytes(200_000));

  it('that is full is retriable and says so', async () => {
    s3.faults.push(
      { status: 507, code: 'XMinioStorageFull' },
      { status: 507, code: 'XMinioStorageFull' },
      { status: 507, code: 'XMinioStorageFull' },
    );
    await expect(put()).rejects.toMatchObject({ errorClass: 'retriable', code: 'storage_full' });
    s3.faults.length = 0;
  });

  it('that refuses the keys is the operator’s business', async () => {
    const settings = Settings.parse({
      blobs: { kind: 's3', s3: { ...KEYS, secretAccessKey: 'wrong', endpoint: s3.endpoint, bucket: 'blobs' } },
    }).blobs;
    const { store } = await openBlobStore({ database: test.database, settings, dataDir, logger: silentLogger, clock: new ManualClock() });
    await expect(store.put(randomBytes(200_000))).rejects.toMatchObject({ errorClass: 'configuration', code: 'blob_storage_refused' });
  });

  it('that is away is retriable, and keeps no name of what it did not take', async () => {
    const settings = Settings.parse({ blobs: { kind: 's3', s3: { ...KEYS, endpoint: 'http://127.0.0.1:1', bucket: 'blobs' } } }).blobs;
    const { store } = await openBlobStore({ database: test.database, settings, dataDir, logger: silentLogger, clock: new ManualClock() });
    const content = randomBytes(200_000);
    await expect(store.put(content)).rejects.toMatchObject({ errorClass: 'retriable', code: 'blob_storage_unavailable' });
    expect(await store.has(BlobRef.parse(`sha256:${digest(content)}`))).toBe(false);
  });
});

async function damage(sha256: string): Promise<void> {
  await test.database.sql.query(
    `update blobs set content = set_byte(content, octet_length(content) - 1, get_byte(content, octet_length(content) - 1) # 1)
     where sha256 = $1 and place = 'row'`,
    [Buffer.from(sha256, 'hex')],
  );
  const key = `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
  const sealed = createHash('sha256').update(`sealed:${sha256}`).digest('hex');
  for (const name of [key, `${sealed.slice(0, 2)}/${sealed.slice(2, 4)}/${sealed}`]) {
    const object = s3.objects.get(name);
    if (object !== undefined) s3.objects.set(name, flipLast(object));
    const path = join(dataDir, 'blobs', name);
    const file = await readFile(path).catch(() => null);
    if (file !== null) await writeFile(path, flipLast(file));
  }
}

function flipLast(content: Buffer): Buffer {
  const changed = Buffer.from(content);
  changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
  return changed;
}
