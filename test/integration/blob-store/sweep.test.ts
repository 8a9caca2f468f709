import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { BLOB_SWEEP_LOCK, blobStoreMigrations, openBlobStore } from '#blob-store';
import type { BlobStore, BlobSweeper } from '#blob-store';
import type { BlobRef } from '#contracts';
import { advisoryKeyOf } from '#database';
import { openTestDatabase } from '#database/testing';
import type { TestDatabase } from '#database/testing';
import { ManualClock, Settings, silentLogger } from '#runtime';

const DAY = 24 * 3_600_000;
const SIZES = [
  { name: 'a row', bytes: 3_000 },
  { name: 'disk', bytes: 200_000 },
];

let test: TestDatabase;
let dataDir: string;
let clock: ManualClock;
let store: BlobStore;
let sweeper: BlobSweeper;
let named: Set<BlobRef>;
/** Runs while the sweep holds its candidates and asks who names them. */
let meanwhile: () => Promise<unknown>;

beforeEach(async () => {
  test = await openTestDatabase([blobStoreMigrations]);
  dataDir = await mkdtemp(join(tmpdir(), 'sweep-'));
  clock = new ManualClock();
  ({ store, sweeper } = await openBlobStore({
    database: test.database,
    settings: Settings.parse({}).blobs,
    dataDir,
    logger: silentLogger,
    clock,
  }));
  named = new Set();
  meanwhile = () => Promise.resolve();
});
afterEach(async () => {
  await test.close();
  await rm(dataDir, { recursive: true });
});

const nameThem = (): void =>
  sweeper.registerNamer({
    name: 'entries',
    namesAny: async (refs) => {
      await meanwhile();
      return new Set(refs.filter((ref) => named.has(ref)));
    },
  });

/** Resolves when a session waits for a lock of another. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) if ((await test.database.sql.query('select from pg_locks where not granted')).length > 0) return;
}

const sweepOlderThanDays = (days: number): ReturnType<BlobSweeper['sweep']> =>
  sweeper.sweep(clock, new Date(clock.now().getTime() - days * DAY));

describe.each(SIZES)('sweeping blobs in $name', ({ bytes }) => {
  it('takes what is old and unnamed, and nothing else', async () => {
    nameThem();
    const old = await store.put(randomBytes(bytes));
    const kept = await store.put(randomBytes(bytes));
    named.add(kept.ref);
    clock.advance(40 * DAY);
    const young = await store.put(randomBytes(bytes));
    expect(await sweepOlderThanDays(30)).toMatchObject({ deleted: 1, freedBytes: bytes });
    expect(await Promise.all([old, kept, young].map((blob) => store.has(blob.ref)))).toEqual([false, true, true]);
    expect((await store.get(kept.ref)).length).toBe(bytes);
  });

  it('leaves whole what is put again while it runs', async () => {
    nameThem();
    const content = randomBytes(bytes);
    await store.put(content);
    clock.advance(40 * DAY);
    let again: Promise<unknown> = Promise.resolve();
    meanwhile = () => {
      again = store.put(content);
      return Promise.race([again, untilSomebodyWaits()]);
    };
    await sweepOlderThanDays(30);
    const blob = (await again) as { ref: BlobRef };
    expect((await store.get(blob.ref)).equals(content)).toBe(true);
  });

  it('leaves whole what was put again just before', async () => {
    nameThem();
    const content = randomBytes(bytes);
    const blob = await store.put(content);
    clock.advance(40 * DAY);
    await store.put(content);
    expect(await sweepOlderThanDays(30)).toMatchObject({ deleted: 0 });
    expect((await store.get(blob.ref)).equals(content)).toBe(true);
  });

  it('survives many sweeps and puts of the same bytes at once', async () => {
    nameThem();
    const contents = Array.from({ length: 6 }, () => randomBytes(bytes));
    for (let round = 0; round < 8; round += 1) {
      clock.advance(40 * DAY);
      const puts = contents.map((content) => store.put(content));
      const [blobs] = await Promise.all([Promise.all(puts), sweepOlderThanDays(30), sweepOlderThanDays(30)]);
      for (const [at, blob] of blobs.entries()) expect((await store.get(blob.ref)).equals(contents[at] as Buffer)).toBe(true);
    }
  });
});

describe('sweeping', () => {
  it('skips what a transaction that is still open has just staged again', async () => {
    nameThem();
    const content = randomBytes(3_000);
    await store.put(content);
    clock.advance(40 * DAY);
    const { blob, staged } = await store.stage(content);
    await test.database.run(async (transaction) => {
      await store.insertStaged(transaction, staged === null ? [] : [staged]);
      expect(await sweepOlderThanDays(30)).toMatchObject({ deleted: 0 });
    });
    expect((await store.get(blob.ref)).equals(content)).toBe(true);
  });

  it('deletes nothing when nobody, or not everybody, can say what is named', async () => {
    const blob = await store.put(randomBytes(3_000));
    clock.advance(40 * DAY);
    expect(await sweepOlderThanDays(30)).toMatchObject({ examined: 0, deleted: 0 });
    nameThem();
    sweeper.registerNamer({ name: 'dead-letters', namesAny: () => Promise.reject(new Error('table is away')) });
    await expect(sweepOlderThanDays(30)).rejects.toThrow('table is away');
    expect(await store.has(blob.ref)).toBe(true);
  });

  it('deletes nothing while somebody, a backup say, holds its lock', async () => {
    nameThem();
    await store.put(randomBytes(3_000));
    clock.advance(40 * DAY);
    const holder = new pg.Client({ connectionString: test.url });
    await holder.connect();
    await holder.query('select pg_advisory_lock($1::bigint)', [advisoryKeyOf(BLOB_SWEEP_LOCK)]);
    expect(await sweepOlderThanDays(30)).toMatchObject({ deleted: 0 });
    await holder.end();
    // The server notices the end of the session a moment later.
    let swept = await sweepOlderThanDays(30);
    for (let tries = 0; tries < 100 && swept.deleted === 0; tries += 1) swept = await sweepOlderThanDays(30);
    expect(swept).toMatchObject({ deleted: 1 });
  });

  it('does not ask again and again about what it found named', async () => {
    nameThem();
    named.add((await store.put(randomBytes(3_000))).ref);
    clock.advance(40 * DAY);
    expect(await sweepOlderThanDays(30)).toMatchObject({ examined: 1 });
    clock.advance(DAY);
    expect(await sweepOlderThanDays(30)).toMatchObject({ examined: 0 });
    named.clear();
    clock.advance(7 * DAY);
    expect(await sweepOlderThanDays(30)).toMatchObject({ examined: 1, deleted: 1 });
  });

  it('removes files that a kill left without a row, and spooled ones', async () => {
    nameThem();
    const kept = await store.put(randomBytes(200_000));
    named.add(kept.ref);
    const orphan = join(dataDir, 'blobs/aa/bb', `aabb${'0'.repeat(60)}`);
    const spooled = join(dataDir, 'blobs/incoming/left-behind');
    await mkdir(join(dataDir, 'blobs/aa/bb'), { recursive: true });
    for (const path of [orphan, spooled]) {
      await writeFile(path, 'half');
      await utimes(path, new Date(0), new Date(0));
    }
    clock.advance(40 * DAY);
    await sweepOlderThanDays(30);
    expect(await readdir(join(dataDir, 'blobs/aa/bb'))).toEqual([]);
    expect(await readdir(join(dataDir, 'blobs/incoming'))).toEqual([]);
    expect((await store.get(kept.ref)).length).toBe(200_000);
  });
});
