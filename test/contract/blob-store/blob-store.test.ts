import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blobStoreMigrations, MAX_ROW_BYTES, openBlobStore } from '#blob-store';
import type { BlobStore } from '#blob-store';
import { BlobRef } from '#contracts';
import { openTestDatabase } from '#database/testing';
import type { TestDatabase } from '#database/testing';
import { ManualClock, SecretKey, Settings, silentLogger } from '#runtime';
import { S3Server } from '../../support/s3-server.js';

const KEYS = { accessKeyId: 'tester', secretAccessKey: 'not-a-secret' };
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

let test: TestDatabase;
let s3: S3Server;
let dataDir: string;
const stores = new Map<string, BlobStore>();

beforeAll(async () => {
  test = await openTestDatabase([blobStoreMigrations]);
  s3 = await S3Server.start('blobs', KEYS);
  dataDir = await mkdtemp(join(tmpdir(), 'blobs-'));
  for (const kind of ['disk', 's3'] as const) {
    const settings = Settings.parse({ blobs: { kind, s3: { ...KEYS, endpoint: s3.endpoint, bucket: 'blobs' } } }).blobs;
    const secret = () => Promise.resolve(new SecretKey('of the test'));
    const { store } = await openBlobStore({
      database: test.database,
      settings,
      dataDir,
      logger: silentLogger,
      clock: new ManualClock(),
      secret,
    });
    stores.set(kind, store);
    // Whatever is put into it is sealed; its readers are those of the plain ones.
    stores.set(
      `sealed ${kind}`,
      Object.create(store, { put: { value: (content: Buffer | Readable) => store.put(content, { sealed: true }) } }) as BlobStore,
    );
  }
});
afterAll(async () => {
  await test.close();
  await s3.stop();
  await rm(dataDir, { recursive: true });
});

const digest = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

async function* inPieces(content: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 70_001) yield content.subarray(at, at + 70_001);
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

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
    const puts = await Promise.all([1, 2, 3, 4].map((n) => openStore().put(n % 2 === 0 ? content : Readable.from(inPieces(content)))));
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

describe('sealed blobs', () => {
  const sealed = () => stores.get('sealed disk') as BlobStore;
  const plain = () => stores.get('disk') as BlobStore;
  const WORD = Buffer.from('what was said on the telephone ');

  async function filesBelow(folder: string): Promise<Buffer[]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))));
  }
  async function liesInPlain(): Promise<boolean> {
    const rows = await test.database.sql.query<{ content: Buffer }>('select content from blobs where content is not null');
    return [...(await filesBelow(join(dataDir, 'blobs'))), ...rows.map(({ content }) => content)].some((bytes) => bytes.includes(WORD));
  }

  it.each([[0], [WORD.length], [100_000], [400_000]])('of %i bytes lie nowhere in plain, also when they did before', async (bytes) => {
    const content = Buffer.alloc(bytes, WORD);
    const before = await plain().put(content);
    expect(await liesInPlain()).toBe(bytes > 0);
    const blob = await sealed().put(Readable.from(inPieces(content)));
    expect(blob).toEqual(before);
    expect(await liesInPlain()).toBe(false);
    expect((await plain().get(blob.ref)).equals(content)).toBe(true);
  });

  it('stay sealed when somebody puts the same bytes without asking for it', async () => {
    const content = Buffer.alloc(300_000, WORD);
    await sealed().put(content);
    const blob = await plain().put(content);
    await test.database.run((transaction) => plain().insertStaged(transaction, []));
    expect(await liesInPlain()).toBe(false);
    expect((await plain().get(blob.ref)).equals(content)).toBe(true);
  });

  it('that were cut, or whose pieces changed places, are corrupt', async () => {
    const blob = await sealed().put(randomBytes(300_000));
    const name = createHash('sha256').update(`sealed:${blob.sha256}`).digest('hex');
    const path = join(dataDir, 'blobs', name.slice(0, 2), name.slice(2, 4), name);
    const whole = await readFile(path);
    const chunk = 65_536 + 16;
    const swapped = Buffer.concat([
      whole.subarray(0, 32),
      whole.subarray(32 + chunk, 32 + 2 * chunk),
      whole.subarray(32, 32 + chunk),
      whole.subarray(32 + 2 * chunk),
    ]);
    for (const damaged of [whole.subarray(0, 32 + 2 * chunk), whole.subarray(0, -1), swapped, whole.subarray(0, 10)]) {
      await writeFile(path, damaged);
      await expect(sealed().get(blob.ref)).rejects.toMatchObject({ code: 'blob_corrupt' });
    }
    await writeFile(path, swapped);
    const part = sealed()
      .openRange(blob.ref, { start: 10, end: 20 })
      .then(({ stream }) => readAll(stream));
    await expect(part).rejects.toMatchObject({ code: 'blob_corrupt' });
  });

  it('are read after the secret was changed, as long as the old one is named', async () => {
    const blob = await sealed().put(Buffer.alloc(200_000, 7));
    const open = async (secret: SecretKey) =>
      (
        await openBlobStore({
          database: test.database,
          settings: Settings.parse({}).blobs,
          dataDir,
          logger: silentLogger,
          clock: new ManualClock(),
          secret: () => Promise.resolve(secret),
        })
      ).store;
    expect((await (await open(new SecretKey('another', ['of the test']))).get(blob.ref)).length).toBe(200_000);
    await expect((await open(new SecretKey('another'))).get(blob.ref)).rejects.toMatchObject({ code: 'blob_corrupt' });
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
