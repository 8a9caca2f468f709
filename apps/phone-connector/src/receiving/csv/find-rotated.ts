import { constants } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { continues, type Checkpoint } from './checkpoint.js';

export interface RotatedFile {
  readonly handle: FileHandle;
  /** Where what was not told yet begins. */
  readonly offset: number;
}

interface Sibling {
  readonly path: string;
  readonly handle: FileHandle;
  readonly inode: number;
  readonly changedAt: number;
}

/** Times of files are those of another clock than ours. */
const STEP_MS = 1_000;

/**
 * What was written before the file `current` (an inode): the file of the checkpoint under another name (renamed, or copied before it was truncated),
 * from where it was told, and those that came after it, oldest first; open, for names move on while they are read. `complete` is false where the
 * former is not there any more.
 */
export async function findRotated(
  path: string,
  checkpoint: Checkpoint,
  current: number | null,
): Promise<{ files: RotatedFile[]; complete: boolean }> {
  const siblings = await openSiblings(path, current);
  const byInode = siblings.filter(({ inode }) => inode === checkpoint.inode);
  // Of a file of which nothing was told yet, any other could be a copy.
  const copies = checkpoint.headBytes === 0 ? [] : siblings.filter((each) => !byInode.includes(each)).reverse();
  let found: Sibling | undefined;
  for (const candidate of [...byInode, ...copies])
    if (found === undefined && (await continues(candidate.handle, checkpoint))) found = candidate;
  const since = found?.changedAt ?? Date.parse(checkpoint.at) - STEP_MS;
  // Times of files move in steps of some ms: what is as old may be the next one. Read twice, a row is the same row.
  const later = siblings.filter((each) => each !== found && each.changedAt >= since);
  await Promise.all(siblings.filter((each) => each !== found && !later.includes(each)).map(({ handle }) => handle.close()));
  const files = later.map(({ handle }) => ({ handle, offset: 0 }));
  return found === undefined
    ? { files, complete: false }
    : { files: [{ handle: found.handle, offset: checkpoint.offset }, ...files], complete: true };
}

/** Files that were the file once, by their names, oldest first. */
async function openSiblings(path: string, current: number | null): Promise<Sibling[]> {
  const name = basename(path);
  const siblings: Sibling[] = [];
  const seen = new Set<number>();
  for (const entry of await readdir(dirname(path)).catch(() => [])) {
    // A packed one cannot be read from the middle, and logrotate packs only what was rotated once before.
    if (entry === name || !entry.startsWith(name) || /\.(?:gz|bz2|xz|zst|tmp)$/.test(entry)) continue;
    const handle = await openIfThere(join(dirname(path), entry));
    if (handle === null) continue;
    const { ino, mtimeMs, ...file } = await handle.stat();
    // One that was given another name between two looks is the same.
    if (!isRegular(file.mode) || ino === current || seen.has(ino)) await handle.close();
    else siblings.push({ path: entry, handle, inode: ino, changedAt: mtimeMs });
    seen.add(ino);
  }
  return siblings.sort((a, b) => a.changedAt - b.changedAt);
}

function isRegular(mode: number): boolean {
  return (mode & constants.S_IFMT) === constants.S_IFREG;
}

export async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
