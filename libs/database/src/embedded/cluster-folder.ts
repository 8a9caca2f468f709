import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, lchown, mkdir, open, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '#runtime';
import type { Binaries } from './binaries.js';
import { canReach } from './server-user.js';
import type { ServerUser } from './server-user.js';
import { INITDB_FLAGS } from './server-settings.js';

/** PostgreSQL's own name for the files' format; a later major version cannot read them. */
const MAJOR = '18';

/** A PostgreSQL data folder with its password: `<dataDir>/postgres` and `<dataDir>/postgres.password`. */
export interface ClusterFolder {
  readonly folder: string;
  readonly password: string;
  /** What goes after `-D`. */
  readonly named: string;
  readonly logFile: string;
}

/** Finds the cluster or makes it; what an interrupted first start left is thrown away. */
export async function prepareCluster(dataDir: string, binaries: Binaries, user: ServerUser): Promise<ClusterFolder> {
  const base = await realpath(dataDir);
  const folder = join(base, 'postgres');
  const password = await readOrMakePassword(join(base, 'postgres.password'));
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null) await initialise(folder, password, binaries, user);
  else if (version.trim() !== MAJOR)
    throw new ConfigurationError(`${folder} was written by PostgreSQL ${version.trim()}, this one is ${MAJOR}`, {
      code: 'embedded_version_mismatch',
      hint: 'write a backup with the version that made it, then restore it into a new data folder',
    });
  else await adoptOwner(folder, user);
  return { folder, password, named: await nameFor(folder, user), logFile: join(base, 'postgres.log') };
}

/**
 * As root below a folder that only root may pass (/root is one) the server's account cannot walk down to its own files. Node enters the
 * folder before it gives up root, and from there `/proc/self/cwd` needs no walk.
 */
async function nameFor(folder: string, user: ServerUser): Promise<string> {
  if (user === null || (await canReach(user, join(folder, 'x')))) return folder;
  return '/proc/self/cwd';
}

async function readOrMakePassword(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const made = randomBytes(24).toString('base64url');
    await writeFile(path, made, { mode: 0o600, flush: true });
    return made;
  }
}

/** Made beside and renamed, so that a kill in the middle leaves no half cluster. */
async function initialise(folder: string, password: string, binaries: Binaries, user: ServerUser): Promise<void> {
  const half = `${folder}.new`;
  await rm(half, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  if (user !== null) await chown(half, user.uid, user.gid);
  const named = await nameFor(half, user);
  const { code, said } = await runInitdb(binaries, half, named, password, user);
  if (code !== 0)
    throw new ConfigurationError(`the embedded database could not be made in ${folder}: ${said.trim().split('\n').slice(-3).join(' ')}`, {
      code: 'embedded_initdb_failed',
      hint: 'free space and permissions of the data folder are the usual causes; or set DATABASE_URL',
    });
  await rename(half, folder);
}

/** The password goes in as stdin: a file (initdb opens `/dev/stdin` anew, which no pipe of Node's allows) that its account alone may read. */
async function runInitdb(
  binaries: Binaries,
  cwd: string,
  named: string,
  password: string,
  user: ServerUser,
): Promise<{ code: number | null; said: string }> {
  const passwordFile = `${cwd}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== null) await chown(passwordFile, user.uid, user.gid);
  const stdin = await open(passwordFile, 'r');
  try {
    return await new Promise((resolve) => {
      const child = spawn(binaries.initdb, ['-D', named, '--pwfile=/dev/stdin', ...INITDB_FLAGS], {
        ...user,
        cwd,
        env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
        stdio: [stdin.fd, 'pipe', 'pipe'],
      });
      let said = '';
      child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.on('error', (error) => resolve({ code: null, said: error.message }));
      child.on('close', (code) => resolve({ code, said }));
    });
  } finally {
    await stdin.close();
    await rm(passwordFile, { force: true });
  }
}

/** A folder restored or copied by root belongs to root; the server wants it for itself. */
async function adoptOwner(folder: string, user: ServerUser): Promise<void> {
  if (user === null || (await stat(folder)).uid === user.uid) return;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
    await lchown(join(entry.parentPath, entry.name), user.uid, user.gid);
  await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
}
