import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { ConfigurationError, PermanentError } from '#runtime';

export interface Measured {
  readonly bytes: number;
  readonly sha256: string;
}

/** Makes the folder, closed to others; refuses one that holds anything. */
export async function makeEmptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new ConfigurationError(`${folder} is not empty`, {
      code: 'backup_folder_not_empty',
      hint: 'name a folder that does not exist yet',
    });
}

export async function writeSynced(path: string, content: string): Promise<void> {
  await writeFile(path, content, { mode: 0o600, flush: true });
}

/** Copies a stream into a synced file (compressed or as it is) and answers size and hash of what went in. */
export async function copyIntoFile(source: Readable, path: string, packing: 'gzip' | 'plain'): Promise<Measured> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const measure = new Measure();
  const target = createWriteStream(path, { mode: 0o600, flush: true });
  if (packing === 'gzip') await pipeline(source, measure, createGzip({ level: 1 }), target);
  else await pipeline(source, measure, target);
  return measure.result();
}

/** A folder's entries are durable only when it is synced itself. */
export async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) if (entry.isDirectory()) await syncFolders(`${folder}/${entry.name}`);
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Passes bytes on and takes their size and hash; with `expected` it fails at their end when they differ. */
export class Measure extends Transform {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private digest = '';

  constructor(
    private readonly expected?: Measured,
    private readonly what = '',
  ) {
    super();
  }

  result(): Measured {
    return { bytes: this.bytes, sha256: this.digest };
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: Error | null, chunk?: Buffer) => void): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    done(null, chunk);
  }

  override _flush(done: (error?: Error | null) => void): void {
    this.digest = this.hash.digest('hex');
    if (this.expected === undefined || this.expected.sha256 === this.digest) done(null);
    else
      done(
        new PermanentError(`${this.what} in the backup does not match the manifest: it was changed or cut`, {
          code: 'backup_corrupt',
          hint: 'use another copy of the backup',
        }),
      );
  }
}
