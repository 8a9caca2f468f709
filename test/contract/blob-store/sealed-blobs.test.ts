import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBlobStore, type ResealingBlobStore } from '#blob-store';
import { ManualClock, SecretKey, Settings, silentLogger } from '#runtime';
import { type BlobBench, inPieces, openBlobBench, readAll } from './blob-bench.js';

let bench: BlobBench;
beforeAll(async () => {
  bench = await openBlobBench();
});
afterAll(() => bench.close());

describe('sealed blobs', () => {
  const sealed = () => bench.store('sealed disk');
  const plain = () => bench.store('disk');
  const WORD = Buffer.from('what was said on the telephone ');

  async function filesBelow(folder: string): Promise<Buffer[]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))));
  }
  async function liesInPlain(): Promise<boolean> {
    const rows = await bench.test.database.sql.query<{ content: Buffer }>('select content from blobs where content is not null');
    return [...(await filesBelow(join(bench.dataDir, 'blobs'))), ...rows.map(({ content }) => content)].some((bytes) =>
      bytes.includes(WORD),
    );
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
    await bench.test.database.run((transaction) => plain().insertStaged(transaction, []));
    expect(await liesInPlain()).toBe(false);
    expect((await plain().get(blob.ref)).equals(content)).toBe(true);
  });

  it('that were cut, or whose pieces changed places, are corrupt', async () => {
    const blob = await sealed().put(randomBytes(300_000));
    const name = createHash('sha256').update(`sealed:${blob.sha256}`).digest('hex');
    const path = join(bench.dataDir, 'blobs', name.slice(0, 2), name.slice(2, 4), name);
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
          database: bench.test.database,
          settings: Settings.parse({}).blobs,
          dataDir: bench.dataDir,
          logger: silentLogger,
          clock: new ManualClock(),
          secret: () => Promise.resolve(secret),
        })
      ).store;
    expect((await (await open(new SecretKey('another', ['of the test']))).get(blob.ref)).length).toBe(200_000);
    await expect((await open(new SecretKey('another'))).get(blob.ref)).rejects.toMatchObject({ code: 'blob_corrupt' });
  });

  it('are sealed anew with a new secret, after which the old one is needed no more', async () => {
    const content = Buffer.alloc(150_000, 'a word of a caller ');
    const blob = await sealed().put(content);
    const open = async (secret: SecretKey) =>
      (
        await openBlobStore({
          ...{
            database: bench.test.database,
            settings: Settings.parse({}).blobs,
            dataDir: bench.dataDir,
            logger: silentLogger,
            clock: new ManualClock(),
          },
          secret: () => Promise.resolve(secret),
        })
      ).store as ResealingBlobStore;
    const next = 'a secret that came later, and is as long';
    const rotating = await open(new SecretKey(next, ['of the test']));
    expect((await rotating.reseal()).resealed).toBeGreaterThan(0);
    expect(await rotating.reseal()).toMatchObject({ resealed: 0 });
    expect((await (await open(new SecretKey(next))).get(blob.ref)).equals(content)).toBe(true);
    await expect((await open(new SecretKey('of the test'))).get(blob.ref)).rejects.toMatchObject({ code: 'blob_corrupt' });
    for (const file of await filesBelow(bench.dataDir)) expect(file.includes('a word of a caller')).toBe(false);
    // Back again, for the tests that come behind.
    await (await open(new SecretKey('of the test', [next]))).reseal();
  });
});
