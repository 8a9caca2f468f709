import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findEmbeddedUrl, openDatabase, startEmbeddedPostgres } from '#database';
import type { Database, EmbeddedPostgres } from '#database';
import { silentLogger } from '#runtime';
import { ChildProgram } from '../../support/child-program.js';

const hasId = (value: unknown): value is { id: number } => typeof value === 'object' && value !== null && 'id' in value;
const hasPid = (value: unknown): value is { pid: number } => typeof value === 'object' && value !== null && 'pid' in value;
const hasCode = (value: unknown): value is { code: string; message: string; hint: string } =>
  typeof value === 'object' && value !== null && 'code' in value;

let dataDir: string;
let opened: { stop(): Promise<void> }[];
/** A data folder that was made once and stopped cleanly: each test begins with a copy of it. */
let template: string;

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'embedded-'));
  const server = await startEmbeddedPostgres({ dataDir: template, port: 0, logger: silentLogger });
  await server.stop();
});
afterAll(() => rm(template, { recursive: true, force: true }));
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'embedded-'));
  await cp(template, dataDir, { recursive: true });
  opened = [];
});
afterEach(async () => {
  for (const each of opened.reverse()) await each.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(port = 0, onDown?: () => void): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, port, logger: silentLogger, onDown });
  opened.push(server);
  return server;
}

async function open(server: EmbeddedPostgres): Promise<Database> {
  const database = await openDatabase({ url: server.url, poolSize: 4, statementTimeoutMs: 60_000, logger: silentLogger });
  opened.push({ stop: () => database.close() });
  return database;
}

async function readIds(database: Database): Promise<Set<number>> {
  return new Set((await database.sql.query<{ id: number }>('select id from notes')).map((row) => row.id));
}

describe('the embedded database', () => {
  it('is adopted with every acknowledged row after a kill of Node', async () => {
    const child = ChildProgram.start('test/integration/database/children/write-notes.ts', dataDir);
    const { pid } = await child.waitFor(hasPid);
    await child.waitFor((value): value is { id: number } => hasId(value) && value.id >= 50);
    await child.end('SIGKILL');
    const begun = performance.now();
    const server = await start();
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(server.pid).toBe(pid);
    const kept = await readIds(await open(server));
    expect(child.said.filter(hasId).filter(({ id }) => !kept.has(id))).toEqual([]);
  });

  it('is back in seconds on the same URL after a kill of the postmaster, even with a busy backend left over', async () => {
    let wentDown = 0;
    const server = await start(0, () => (wentDown += 1));
    const database = await open(server);
    await database.sql.query('create table notes (id int primary key)');
    const busy = database.sql.query('select count(*) from generate_series(1, 3000000000)').catch((error: unknown) => error);
    const written: number[] = [];
    for (let id = 1; id <= 50; id += 1) {
      await database.sql.query('insert into notes values ($1)', [id]);
      written.push(id);
    }
    const first = server.pid;
    process.kill(first, 'SIGKILL');
    const killed = performance.now();
    const faults = new Set<unknown>();
    for (let id = 51; written.length < 60; id += 1) {
      try {
        await database.run((transaction) => transaction.query('insert into notes values ($1)', [id]));
        written.push(id);
      } catch (error) {
        faults.add((error as { code: string }).code);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    expect(performance.now() - killed).toBeLessThan(6_000);
    // A backend that has not noticed yet may take all ten.
    expect([...faults].filter((code) => code !== 'database_unavailable')).toEqual([]);
    expect(await busy).toMatchObject({ code: 'database_unavailable' });
    expect(server.pid).not.toBe(first);
    expect(wentDown).toBe(1);
    const kept = await readIds(database);
    expect(written.filter((id) => !kept.has(id))).toEqual([]);
  });

  it('starts again quickly after it was stopped, and is gone when stopped', async () => {
    const first = await start();
    const database = await open(first);
    await database.sql.query('create table notes as select 1 as id');
    await database.close();
    await first.stop();
    expect(() => process.kill(first.pid, 0)).toThrow();
    expect(await findEmbeddedUrl(dataDir)).toBeNull();
    const begun = performance.now();
    const second = await start();
    expect(performance.now() - begun).toBeLessThan(2_500);
    expect(await readIds(await open(second))).toEqual(new Set([1]));
    expect(await findEmbeddedUrl(dataDir)).toBe(second.url);
  });

  it('refuses a second process with the pid that holds the folder, and takes over from a dead one', async () => {
    const holder = ChildProgram.start('test/integration/database/children/hold-folder.ts', dataDir);
    await holder.waitFor(hasPid);
    await expect(start()).rejects.toMatchObject({
      errorClass: 'configuration',
      code: 'data_folder_in_use',
      message: expect.stringContaining(String(holder.pid)),
    });
    const refused = await ChildProgram.start('test/integration/database/children/hold-folder.ts', dataDir).waitFor(hasCode);
    expect(refused).toMatchObject({ code: 'data_folder_in_use', hint: expect.stringContaining('TRIBUTARY_DATA_DIR') });
    await holder.end('SIGKILL');
    await start();
  });

  it('lets one of several that start at once have the folder', async () => {
    const children = [1, 2, 3].map(() => ChildProgram.start('test/integration/database/children/hold-folder.ts', dataDir));
    const outcomes = await Promise.all(children.map((child) => child.waitFor((value): value is object => hasPid(value) || hasCode(value))));
    expect(outcomes.filter(hasPid)).toHaveLength(1);
    await Promise.all(children.map((child) => child.end('SIGKILL')));
    await start();
  });

  it('throws away what an interrupted first start left', async () => {
    await rm(dataDir, { recursive: true });
    await mkdir(join(dataDir, 'postgres.new/base'), { recursive: true });
    await mkdir(join(dataDir, 'postgres'));
    await writeFile(join(dataDir, 'postgres.new/PG_VERSION'), '18\n');
    await open(await start());
  });

  it('is not fooled by a lock file whose pid is somebody else now', async () => {
    await (await start()).stop();
    const stranger = spawn('sleep', ['60']);
    await writeFile(join(dataDir, 'postgres/postmaster.pid'), `${stranger.pid}\n${dataDir}/postgres\n1\n5\n\n127.0.0.1\n\nready   \n`);
    const server = await start();
    stranger.kill();
    expect(server.pid).not.toBe(stranger.pid);
    await open(server);
  });

  it('says which port is taken and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(start(port)).rejects.toMatchObject({
      errorClass: 'configuration',
      code: 'embedded_port_taken',
      message: expect.stringContaining(String(port)),
    });
    await new Promise((resolve) => other.close(resolve));
  });

  it('wants its password, keeps it closed, and syncs to disk', async () => {
    const server = await start();
    const wrong = new URL(server.url);
    wrong.password = 'guess';
    const options = { poolSize: 2, statementTimeoutMs: 1_000, logger: silentLogger };
    await expect(openDatabase({ ...options, url: wrong.href })).rejects.toMatchObject({
      errorClass: 'configuration',
      code: 'database_refused',
    });
    expect(await readFile(join(dataDir, 'postgres.password'), 'utf8')).toBe(decodeURIComponent(new URL(server.url).password));
    const database = await open(server);
    const settings = await database.sql.query(
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') order by name`,
    );
    expect(settings).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });
});
