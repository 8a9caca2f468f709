import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { blobStoreMigrations, openBlobStore } from '#blob-store';
import type { OpenBlobStore } from '#blob-store';
import { fileBackupPart, openDatabase, restoreFiles, restoreTables, startEmbeddedPostgres, writeBackup } from '#database';
import type { Database } from '#database';
import { openTestDatabase } from '#database/testing';
import type { TestDatabase } from '#database/testing';
import { ManualClock, Settings, silentLogger } from '#runtime';
import type { RoomMigrations } from '#runtime';
import { KEEPING, KEEPING_CIRCLE, KEEPING_NEWER } from './keeping-room.js';

const clock = new ManualClock();
const logger = silentLogger;

let base: string;
let folder: string;
let source: TestDatabase;
let target: TestDatabase;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'backup-'));
  folder = join(base, 'backup');
  target = await openTestDatabase();
});
afterEach(async () => {
  await source.close();
  await target.close();
  await rm(base, { recursive: true, force: true });
});

const openBlobs = (database: Database, dataDir: string): Promise<OpenBlobStore> =>
  openBlobStore({ database, settings: Settings.parse({}).blobs, dataDir, logger, clock });

async function openSource(room: RoomMigrations): Promise<OpenBlobStore> {
  source = await openTestDatabase([blobStoreMigrations, room]);
  return openBlobs(source.database, join(base, 'old'));
}

async function fill(database: Database, cases: number): Promise<void> {
  for (let at = 0; at < cases; at += 1)
    await database.run(async (transaction) => {
      const [row] = await transaction.query<{ id: string }>(
        `insert into keep_case (number, parent_id) values ($1, (select max(id) from keep_case)) returning id`,
        [`EML-${at}-编号`],
      );
      await transaction.query(
        `insert into keep_entry (case_id, at, words, raw, facts, tags, score, amount) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          row?.id,
          clock.now(),
          'a\tb\n\\N "技術"',
          randomBytes(50),
          { nested: [1, null, 'é'] },
          ['x,y', '{'],
          0.1 + 0.2,
          '12345678901234567890.123',
        ],
      );
      await transaction.query(`insert into keep_entry (case_id, at) values ($1, $2)`, [row?.id, clock.now()]);
    });
}

/** Everything, row by row, in the exact text PostgreSQL writes. */
async function readAll(database: Database): Promise<Record<string, unknown[]>> {
  const tables = await database.sql.query<{ name: string }>(
    String.raw`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'migrations\_%'
     order by 1`,
  );
  const all: Record<string, unknown[]> = {};
  for (const { name } of tables)
    all[name] = (await database.sql.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`)).map(({ row }) => row);
  return all;
}

const write = (blobs: OpenBlobStore, room: RoomMigrations): ReturnType<typeof writeBackup> =>
  writeBackup({ url: source.url, rooms: [blobStoreMigrations, room], parts: [blobs.backup], folder, clock, logger });

const restore = (room: RoomMigrations, url = target.url): ReturnType<typeof restoreTables> =>
  restoreTables({ url, rooms: [blobStoreMigrations, room], folder, logger });

describe('a backup', () => {
  it('brings everything, row for row and byte for byte, into another machine’s folder, where work goes on', async () => {
    const blobs = await openSource(KEEPING_CIRCLE);
    await fill(source.database, 20);
    await source.database.sql.query('update keep_case set first_entry_id = (select min(id) from keep_entry where case_id = keep_case.id)');
    const contents = [randomBytes(1_000), randomBytes(300_000), randomBytes(2_000_000)];
    const refs = await Promise.all(contents.map(async (content) => (await blobs.store.put(content)).ref));
    const key = join(base, 'old', 'secret.key');
    await writeFile(key, 'thirty-two characters of secrecy');
    const rooms = [blobStoreMigrations, KEEPING_CIRCLE];
    const parts = [blobs.backup, fileBackupPart('secret', key)];
    await writeBackup({ url: source.url, rooms, parts, folder, clock, logger });
    expect((await stat(folder)).mode & 0o077).toBe(0);

    const dataDir = join(base, 'second-machine');
    const server = await startEmbeddedPostgres({ dataDir, port: 0, logger });
    await restoreTables({ url: server.url, rooms, folder, logger });
    const database = await openDatabase({ url: server.url, poolSize: 4, statementTimeoutMs: 10_000, logger });
    const restored = await openBlobs(database, dataDir);
    await restoreFiles(folder, [restored.backup, fileBackupPart('secret', join(dataDir, 'secret.key'))]);

    expect(await readAll(database)).toEqual(await readAll(source.database));
    for (const [at, ref] of refs.entries()) expect((await restored.store.get(ref)).equals(contents[at] as Buffer)).toBe(true);
    expect(await readFile(join(dataDir, 'secret.key'), 'utf8')).toBe('thirty-two characters of secrecy');
    const before = (await readAll(database)).keep_entry?.length;
    await fill(database, 1).catch((error: unknown) => expect(String(error)).toContain('keep_case_number_key'));
    await database.sql.query(`insert into keep_case (number) values ('after')`);
    await database.sql.query(`insert into keep_entry (case_id, at) select max(id), '2026-01-01' from keep_case`);
    expect((await readAll(database)).keep_entry?.length).toBe((before ?? 0) + 1);
    await database.close();
    await server.stop();
  });

  it('shows one point in time while writers go on', async () => {
    const blobs = await openSource(KEEPING);
    await fill(source.database, 50);
    let going = true;
    const writer = (async () => {
      for (let at = 0; going; at += 1)
        await source.database.run(async (transaction) => {
          await transaction.query(`insert into keep_case (number) values ($1)`, [`w${at}`]);
          await transaction.query(`insert into keep_entry (case_id, at) select max(id), $1 from keep_case`, [clock.now()]);
          await transaction.query(`insert into keep_entry (case_id, at) select max(id), $1 from keep_case`, [clock.now()]);
        });
    })();
    await write(blobs, KEEPING);
    going = false;
    await writer;
    await restore(KEEPING);
    const { keep_case = [], keep_entry = [], keep_count } = await readAll(target.database);
    expect(keep_entry.length).toBe(keep_case.length * 2);
    expect(keep_count).toEqual([`(${keep_entry.length})`]);
    expect(keep_case.length).toBeGreaterThanOrEqual(50);
  });

  it('is taken in by a newer version, which migrates on from there, and refused by an older one', async () => {
    const blobs = await openSource(KEEPING);
    await fill(source.database, 3);
    await write(blobs, KEEPING);
    await restore(KEEPING_NEWER);
    expect(await target.database.sql.query('select distinct note from keep_case')).toEqual([{ note: 'from before' }]);
    await rm(folder, { recursive: true });
    await target.close();
    await source.close();

    target = await openTestDatabase();
    await write(await openSource(KEEPING_NEWER), KEEPING_NEWER);
    await expect(restore(KEEPING)).rejects.toMatchObject({ errorClass: 'configuration', code: 'backup_newer' });
    expect(await readAll(target.database)).toEqual({});
  });

  it('goes in without rights of a superuser, triggers silent', async () => {
    const blobs = await openSource(KEEPING);
    await fill(source.database, 5);
    await write(blobs, KEEPING);
    const role = `plain_${randomBytes(4).toString('hex')}`;
    await target.database.sql.query(`create role ${role} login password 'plain'`);
    await target.database.sql.query(`grant create on schema public to ${role}`);
    const url = new URL(target.url);
    url.username = role;
    url.password = 'plain';
    await restore(KEEPING, url.href);
    expect(await readAll(target.database)).toEqual(await readAll(source.database));
    await target.database.sql.query(`reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`);
  });

  it('is refused by a database that is not empty', async () => {
    const blobs = await openSource(KEEPING);
    await write(blobs, KEEPING);
    await target.database.sql.query('create table precious (id int)');
    await expect(restore(KEEPING)).rejects.toMatchObject({ errorClass: 'configuration', code: 'restore_target_not_empty' });
    expect(Object.keys(await readAll(target.database))).toEqual(['precious']);
  });

  it('that was cut, changed or never finished is refused and leaves the target empty', async () => {
    const blobs = await openSource(KEEPING);
    await fill(source.database, 5);
    const blob = await blobs.store.put(randomBytes(200_000));
    const manifest = await write(blobs, KEEPING);
    const table = join(folder, 'tables/keep_entry.copy.gz');
    const whole = await readFile(table);

    await truncate(table, whole.length - 20);
    await expect(restore(KEEPING)).rejects.toMatchObject({ errorClass: 'permanent', code: 'backup_corrupt' });
    await writeFile(table, whole);
    const lying = { ...manifest, tables: manifest.tables.map((each) => ({ ...each, sha256: '0'.repeat(64) })) };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(lying));
    await expect(restore(KEEPING)).rejects.toMatchObject({ code: 'backup_corrupt' });
    await rm(join(folder, 'manifest.json'));
    await expect(restore(KEEPING)).rejects.toMatchObject({ errorClass: 'configuration', code: 'backup_incomplete' });
    expect(await readAll(target.database)).toEqual({});

    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const blobFile = join(folder, 'files/blobs', blob.sha256);
    const content = await readFile(blobFile);
    await writeFile(blobFile, randomBytes(200_000));
    await expect(restore(KEEPING)).rejects.toMatchObject({ code: 'backup_corrupt' });
    await rm(blobFile);
    await expect(restore(KEEPING)).rejects.toMatchObject({ code: 'backup_corrupt' });
    expect(await readAll(target.database)).toEqual({});

    await writeFile(blobFile, content);
    await restore(KEEPING);
    expect(await readAll(target.database)).toEqual(await readAll(source.database));
  });

  it('names the blobs it could not read and keeps all others', async () => {
    const blobs = await openSource(KEEPING);
    const lost = await blobs.store.put(randomBytes(200_000));
    const kept = await blobs.store.put(randomBytes(200_000));
    await rm(join(base, 'old/blobs', lost.sha256.slice(0, 2), lost.sha256.slice(2, 4), lost.sha256));
    const manifest = await write(blobs, KEEPING);
    expect(manifest.damaged).toEqual([{ part: 'blobs', name: lost.sha256, code: 'blob_missing' }]);
    expect(await readdir(join(folder, 'files/blobs'))).toEqual([kept.sha256]);
  });

  it('writes over nothing', async () => {
    const blobs = await openSource(KEEPING);
    await write(blobs, KEEPING);
    await expect(write(blobs, KEEPING)).rejects.toMatchObject({ errorClass: 'configuration', code: 'backup_folder_not_empty' });
    expect(await readdir(folder)).toContain('manifest.json');
  });
});
