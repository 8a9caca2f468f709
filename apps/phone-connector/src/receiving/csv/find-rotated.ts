import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { continues, type Checkpoint } from './checkpoint.js';

export interface RotatedFile {
  readonly path: string;
  /** Where what was not told yet begins. */
  readonly offset: number;
}

/** Times of files are those of another clock than ours. */
const STEP_MS = 1_000;

/**
 * What was written before the file now under the name: the file of the checkpoint under another name (renamed, or copied before it was truncated),
 * from where it was told, and those that came after it, oldest first. `complete` is false where the former is not there any more.
 */
export async function findRotated(path: string, checkpoint: Checkpoint): Promise<{ files: RotatedFile[]; complete: boolean }> {
  const siblings: { path: string; inode: number; changedAt: number }[] = [];
  const name = basename(path);
  for (const entry of await readdir(dirname(path)).catch(() => [])) {
    // A packed one cannot be read from the middle, and logrotate packs only what was rotated once before.
    if (entry === name || !entry.startsWith(name) || /\.(?:gz|bz2|xz|zst|tmp)$/.test(entry)) continue;
    const found = await stat(join(dirname(path), entry)).catch(() => null);
    if (found?.isFile() === true) siblings.push({ path: join(dirname(path), entry), inode: found.ino, changedAt: found.mtimeMs });
  }
  siblings.sort((a, b) => a.changedAt - b.changedAt);
  const byInode = siblings.filter(({ inode }) => inode === checkpoint.inode);
  // Of a file of which nothing was told yet, any other could be a copy.
  const copies = checkpoint.headBytes === 0 ? [] : siblings.filter((each) => !byInode.includes(each)).reverse();
  for (const candidate of [...byInode, ...copies]) {
    if (!(await holds(candidate.path, checkpoint))) continue;
    // Times of files move in steps of some ms: what is as old may be the next one. Read twice, a row is the same row.
    const later = siblings.filter((each) => each !== candidate && each.changedAt >= candidate.changedAt);
    return {
      files: [{ path: candidate.path, offset: checkpoint.offset }, ...later.map((each) => ({ path: each.path, offset: 0 }))],
      complete: true,
    };
  }
  const since = Date.parse(checkpoint.at) - STEP_MS;
  return { files: siblings.filter(({ changedAt }) => changedAt > since).map((each) => ({ path: each.path, offset: 0 })), complete: false };
}

async function holds(path: string, checkpoint: Checkpoint): Promise<boolean> {
  const handle = await openIfThere(path);
  if (handle === null) return false;
  try {
    return await continues(handle, checkpoint);
  } finally {
    await handle.close();
  }
}

export async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
