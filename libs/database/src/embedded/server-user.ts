import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError } from '#runtime';

const run = promisify(execFile);

/** The account the server runs under; null: the same as Node's. */
export type ServerUser = { readonly uid: number; readonly gid: number } | null;

/** PostgreSQL refuses to run as root, so as root (and only then) it runs as `postgres`, which is made when missing. */
export async function findServerUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return null;
  const known = await readIds();
  if (known !== null) return known;
  try {
    await run('groupadd', ['--force', '--system', 'postgres']);
    await run('useradd', ['--system', '--no-create-home', '--gid', 'postgres', '--shell', '/bin/false', 'postgres']);
  } catch (error) {
    throw missingUser(error);
  }
  const made = await readIds();
  if (made === null) throw missingUser(undefined);
  return made;
}

async function readIds(): Promise<ServerUser> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout.trim())));
    return uid === undefined || gid === undefined ? null : { uid, gid };
  } catch {
    return null;
  }
}

function missingUser(cause: unknown): ConfigurationError {
  return new ConfigurationError('the embedded database cannot run as root and no user `postgres` could be made', {
    code: 'embedded_user_missing',
    hint: 'start as another user, or make a system user `postgres`, or set DATABASE_URL',
    cause,
  });
}

/** May this account walk down to `path`? The mode bits of every folder above decide: a mode-700 home as root is the usual trap. */
export async function canReach(user: NonNullable<ServerUser>, path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!(await maySearch(user, folder))) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function maySearch(user: NonNullable<ServerUser>, folder: string): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
