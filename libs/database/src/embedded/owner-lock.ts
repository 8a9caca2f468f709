import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '#runtime';

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the kernel started it (Linux, ticks since boot): tells a process from a later one with its number. */
  readonly startedAt: string | null;
}

const FILE = 'owner.pid';

export interface OwnerLock {
  release(): Promise<void>;
}

/**
 * One Node process a data folder. Rejects with `ConfigurationError` `data_folder_in_use` that names the pid holding it, or
 * `data_folder_unusable`; what a killed process left is taken over.
 */
export async function takeOwnerLock(dataDir: string): Promise<OwnerLock> {
  const path = join(dataDir, FILE);
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), startedAt: await readStartTime(process.pid) } satisfies Owner);
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, mine, { mode: 0o600 }).catch((error: unknown) => {
    throw notWritable(dataDir, error);
  });
  try {
    for (;;) {
      if (await linkOnce(draft, path)) break;
      const held = await readFile(path, 'utf8').catch(() => null);
      if (held === null) continue;
      const owner = parseOwner(held);
      if (owner !== null && (await isAlive(owner))) throw inUse(dataDir, owner.pid);
      await removeStale(path, held);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return {
    release: async () => {
      if ((await readFile(path, 'utf8').catch(() => null)) === mine) await rm(path, { force: true });
    },
  };
}

/** Rejects as `takeOwnerLock` does when another process holds the folder now; takes nothing. */
export async function refuseHeldFolder(dataDir: string): Promise<void> {
  const held = await readFile(join(dataDir, FILE), 'utf8').catch(() => null);
  const owner = held === null ? null : parseOwner(held);
  if (owner !== null && (await isAlive(owner))) throw inUse(dataDir, owner.pid);
}

/** A hard link appears whole or not at all, and never over another. */
async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Of several that find the same stale file one moves it away; whoever moved a newer one by accident puts it back. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.stale.${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) !== stale) await linkOnce(aside, path);
  await rm(aside, { force: true });
}

async function isAlive(owner: Owner): Promise<boolean> {
  if (owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const startedAt = await readStartTime(owner.pid);
  return owner.startedAt === startedAt && startedAt !== 'zombie';
}

async function readStartTime(pid: number): Promise<string | null> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (line === null) return null;
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? null);
}

function parseOwner(text: string): Owner | null {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return null;
  }
}

function notWritable(dataDir: string, cause: unknown): ConfigurationError {
  const { code = String(cause) } = cause as NodeJS.ErrnoException;
  return new ConfigurationError(`The data folder ${dataDir} cannot be written (${code})`, {
    code: 'data_folder_unusable',
    hint:
      code === 'ENOSPC'
        ? 'Free space there, nothing else is needed.'
        : 'Set data.dir (TRIBUTARY_DATA_DIR) to a folder that this user may write.',
    cause,
  });
}

function inUse(dataDir: string, pid: number): ConfigurationError {
  return new ConfigurationError(`the data folder ${dataDir} is in use by process ${pid}`, {
    code: 'data_folder_in_use',
    hint: 'stop that process, or start this one with another TRIBUTARY_DATA_DIR',
    fields: { pid, dataDir },
  });
}
