import { constants } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { continues, type Checkpoint } from './checkpoint.js';
import type { Bytes } from './line-source.js';
import { PackedFile, packs } from './packed-file.js';

export interface RotatedFile {
  readonly handle: Bytes;
  /** Where what was not told yet begins. */
  readonly offset: number;
}

export interface Rotated {
  readonly files: RotatedFile[];
  /** False where the file of the checkpoint is not there any more, or cannot be read. */
  readonly complete: boolean;
  /** Names of packed files that may hold what is missing, and cannot be read. */
  readonly unreadable: readonly string[];
}

interface Sibling {
  readonly name: string;
  readonly handle: FileHandle;
  readonly inode: number;
  readonly changedAt: number;
}

/** Times of files are those of another clock than ours. */
const STEP_MS = 1_000;
const GZIP = /\.gz$/;
const OTHERS = /\.(?:bz2|xz|zst)$/;
/** Every file is one of which nothing is known. */
const ANY: Checkpoint = { inode: 0, offset: 0, head: '', headBytes: 0, at: '' };
/** Files are renamed and packed while we look. */
const LOOKS = 3;

/**
 * What was written before the file `current` (an inode): the file of the checkpoint under another name (renamed, copied before it was truncated, or packed
 * by gzip), from where it was told, and those that came after it, oldest first; open, for names move on while they are read.
 */
export async function findRotated(path: string, checkpoint: Checkpoint, current: number | null): Promise<Rotated> {
  const siblings = await openSiblings(path, current);
  const found = await findFile(siblings, checkpoint);
  const since = found?.changedAt ?? Date.parse(checkpoint.at) - STEP_MS;
  const files: RotatedFile[] = found === undefined ? [] : [{ handle: toBytes(found), offset: checkpoint.offset }];
  const unreadable: string[] = [];
  for (const sibling of siblings.filter((each) => each !== found)) {
    // Times of files move in steps of some ms: what is as old may be the next one. Read twice, a row is the same row.
    const later = sibling.changedAt >= since;
    const readable = later && (await isReadable(sibling));
    if (readable) files.push({ handle: toBytes(sibling), offset: 0 });
    else await sibling.handle.close();
    if (later && !readable) unreadable.push(sibling.name);
  }
  return { files, complete: found !== undefined, unreadable };
}

/** By its inode, else as a copy that begins alike, the newest first; packed ones last, for they are the dearest to look into. */
async function findFile(siblings: readonly Sibling[], checkpoint: Checkpoint): Promise<Sibling | undefined> {
  const plain = siblings.filter(({ name }) => !GZIP.test(name) && !OTHERS.test(name));
  const byInode = plain.filter(({ inode }) => inode === checkpoint.inode);
  // Of a file of which nothing was told yet, any other could be a copy.
  const copies = checkpoint.headBytes === 0 ? [] : plain.filter((each) => !byInode.includes(each)).reverse();
  for (const candidate of [...byInode, ...copies]) if (await continues(candidate.handle, checkpoint)) return candidate;
  const packed = checkpoint.headBytes === 0 ? [] : siblings.filter(({ name }) => GZIP.test(name)).reverse();
  for (const candidate of packed) if (await packs(candidate.handle, checkpoint).catch(() => false)) return candidate;
  return undefined;
}

/** A packed one is looked through before any of it is told: what is cut off is not told in part. */
async function isReadable({ name, handle }: Sibling): Promise<boolean> {
  if (OTHERS.test(name)) return false;
  return !GZIP.test(name) || packs(handle, ANY).catch(() => false);
}

function toBytes({ name, handle }: Sibling): Bytes {
  return GZIP.test(name) ? new PackedFile(handle) : handle;
}

/** Files that were the file once, by their names, oldest first. A packed one beside what it was made of is still being made. */
async function openSiblings(path: string, current: number | null): Promise<Sibling[]> {
  for (let looks = 1; ; looks += 1) {
    const { siblings, missed } = await lookBeside(path, current);
    if (!missed || looks === LOOKS) return siblings.sort((a, b) => a.changedAt - b.changedAt);
    await Promise.all(siblings.map(({ handle }) => handle.close()));
  }
}

/** `missed`: a name was gone before it could be opened; what it named has another one now. */
async function lookBeside(path: string, current: number | null): Promise<{ siblings: Sibling[]; missed: boolean }> {
  const name = basename(path);
  const siblings: Sibling[] = [];
  const seen = new Set<number>();
  let missed = false;
  const names: string[] = await readdir(dirname(path)).catch(() => []);
  for (const entry of names) {
    if (entry === name || !entry.startsWith(name) || entry.endsWith('.tmp')) continue;
    const unpacked = entry.replace(GZIP, '').replace(OTHERS, '');
    if (unpacked !== entry && unpacked !== name && names.includes(unpacked)) continue;
    const handle = await openIfThere(join(dirname(path), entry));
    if (handle === null) {
      missed = true;
      continue;
    }
    const { ino, mtimeMs, ...file } = await handle.stat();
    // One that was given another name between two looks is the same.
    if (!isRegular(file.mode) || ino === current || seen.has(ino)) await handle.close();
    else siblings.push({ name: entry, handle, inode: ino, changedAt: mtimeMs });
    seen.add(ino);
  }
  return { siblings, missed };
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
