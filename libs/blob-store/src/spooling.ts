import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { onDisk } from './places/disk-faults.js';
import type { SpooledBlob } from './places/place.js';
import { MAX_ROW_BYTES } from './port.js';
import type { Sealer } from './sealing/sealer.js';

const ABANDONED_MS = 24 * 3_600_000;

/** Folder of bytes under way: streams that passed the size of a row, on their way to disk or S3. */
export class Spool {
  constructor(private readonly folder: string) {}

  /** Reads a stream to its end: held in memory while it fits a row, else in a synced file whose hash was taken on the way. */
  read(source: Readable): Promise<Buffer | SpooledBlob> {
    return onDisk(this.folder, async () => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const rest = source[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
      for (let step = await rest.next(); step.done !== true; step = await rest.next()) {
        const chunk = toBuffer(step.value);
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_ROW_BYTES) return this.write(chunks, rest);
      }
      return Buffer.concat(chunks);
    });
  }

  /** To a file that holds it sealed from the first byte on: not even on the way does it lie in plain. */
  writeSealed(source: Buffer | Readable, sealer: Sealer): Promise<SpooledBlob> {
    const rest = Buffer.isBuffer(source) ? undefined : (source[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>);
    return onDisk(this.folder, () => this.write(Buffer.isBuffer(source) ? [source] : [], rest, sealer));
  }

  writeWhole(content: Buffer): Promise<SpooledBlob> {
    return onDisk(this.folder, () => this.write([content]));
  }

  writeStream(source: Readable): Promise<SpooledBlob> {
    return onDisk(this.folder, () => this.write([], source[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>));
  }

  async remove(blob: SpooledBlob): Promise<void> {
    await rm(blob.file, { force: true });
  }

  /** What a killed process left behind. Age is measured by the file system's own clock, for the files are its. */
  async removeAbandoned(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    if (names.length === 0) return;
    const probe = join(this.folder, randomUUID());
    await writeFile(probe, '');
    const now = (await stat(probe)).mtimeMs;
    await rm(probe, { force: true });
    for (const name of names) {
      const path = join(this.folder, name);
      const file = await stat(path).catch(() => null);
      if (file !== null && now - file.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
    }
  }

  private async write(begun: readonly Buffer[], rest?: AsyncIterator<Buffer | string>, sealer?: Sealer): Promise<SpooledBlob> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, randomUUID());
    const handle = await open(file, 'wx', 0o600);
    try {
      const copied = await copyHashing(handle, begun, rest, sealer);
      await handle.sync();
      return { ...copied, file };
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  }
}

async function copyHashing(
  handle: FileHandle,
  begun: readonly Buffer[],
  rest?: AsyncIterator<Buffer | string>,
  sealer?: Sealer,
): Promise<{ sha256: string; bytes: number; sealedBytes?: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  let sealedBytes = 0;
  const write = async (piece: Buffer): Promise<void> => {
    sealedBytes += piece.length;
    await handle.appendFile(piece);
  };
  if (sealer !== undefined) await write(sealer.header);
  const take = async (chunk: Buffer): Promise<void> => {
    hash.update(chunk);
    bytes += chunk.length;
    if (sealer === undefined) await handle.appendFile(chunk);
    else for (const piece of sealer.push(chunk)) await write(piece);
  };
  for (const chunk of begun) await take(chunk);
  for (let step = await rest?.next(); step !== undefined && step.done !== true; step = await rest?.next()) await take(toBuffer(step.value));
  if (sealer === undefined) return { sha256: hash.digest('hex'), bytes };
  await write(sealer.end());
  return { sha256: hash.digest('hex'), bytes, sealedBytes };
}

function toBuffer(chunk: Buffer | string): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
