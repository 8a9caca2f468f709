import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { missing } from '../hashing.js';
import { onDisk } from './disk-faults.js';
import type { BlobPlace, ByteRange, SpooledBlob } from './place.js';

/** `<folder>/ab/cd/<hash>`: files appear whole by rename (which also heals a damaged one put again), and a directory entry counts only once its folder is synced. */
export class DiskPlace implements BlobPlace {
  readonly kind = 'disk';

  constructor(private readonly folder: string) {}

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  publish(blob: SpooledBlob): Promise<void> {
    return onDisk(this.folder, async () => {
      const path = this.pathOf(blob.sha256);
      await this.makeFolders(dirname(path));
      await rename(blob.file, path);
      await syncFolder(dirname(path));
    });
  }

  open(sha256: string, range?: ByteRange): Promise<Readable> {
    return onDisk(this.folder, async () => {
      try {
        const handle = await open(this.pathOf(sha256), 'r');
        return handle.createReadStream(range === undefined ? {} : { start: range.start, end: range.end - 1 });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw missing(sha256, this.folder);
        throw error;
      }
    });
  }

  remove(sha256: string): Promise<void> {
    return onDisk(this.folder, () => rm(this.pathOf(sha256), { force: true }));
  }

  /** Hashes of the files last written before `olderThan`, folder by folder. */
  async *listOlder(olderThan: Date): AsyncGenerator<string[]> {
    for (const first of await listNames(this.folder, /^[0-9a-f]{2}$/))
      for (const second of await listNames(join(this.folder, first), /^[0-9a-f]{2}$/)) {
        const old: string[] = [];
        for (const sha256 of await listNames(join(this.folder, first, second), /^[0-9a-f]{64}$/)) {
          const file = await stat(this.pathOf(sha256)).catch(() => null);
          if (file !== null && file.mtime < olderThan) old.push(sha256);
        }
        if (old.length > 0) yield old;
      }
  }

  private pathOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  private async makeFolders(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
  }
}

async function listNames(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => pattern.test(name));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
