import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { blobStoreMigrations, openBlobStore, type BlobStore } from '#blob-store';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { ManualClock, SecretKey, Settings, silentLogger } from '#runtime';
import { S3Server } from '../../support/s3-server.js';

export const KEYS = { accessKeyId: 'tester', secretAccessKey: 'not-a-secret' };

/** Stores over one database, one folder and one S3 server: `disk`, `s3`, and those that seal whatever is put into them. */
export interface BlobBench {
  readonly test: TestDatabase;
  readonly s3: S3Server;
  readonly dataDir: string;
  store(kind: string): BlobStore;
  close(): Promise<void>;
}

export async function openBlobBench(): Promise<BlobBench> {
  const test = await openTestDatabase([blobStoreMigrations]);
  const s3 = await S3Server.start('blobs', KEYS);
  const dataDir = await mkdtemp(join(tmpdir(), 'blobs-'));
  const stores = new Map<string, BlobStore>();
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
    // Its readers are those of the plain one.
    const put = { value: (content: Buffer | Readable) => store.put(content, { sealed: true }) };
    stores.set(`sealed ${kind}`, Object.create(store, { put }) as BlobStore);
  }
  return {
    test,
    s3,
    dataDir,
    store: (kind) => stores.get(kind)!,
    close: async () => {
      await test.close();
      await s3.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

export const digest = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

export async function* inPieces(content: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 70_001) yield content.subarray(at, at + 70_001);
}

export async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
