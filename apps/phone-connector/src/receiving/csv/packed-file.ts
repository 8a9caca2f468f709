import { hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Checkpoint } from './checkpoint.js';

const CHUNK_BYTES = 256 * 1024;

/** The bytes that a gzip file holds, read forwards, a chunk at a time. Rejects where it is broken or cut off. */
export class PackedFile {
  private readonly chunks: AsyncGenerator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);
  /** Of the first byte of `rest`. */
  private at = 0;

  constructor(private readonly handle: FileHandle) {
    this.chunks = unpack(handle);
  }

  async read(target: Buffer, start: number, length: number, position: number): Promise<{ buffer: Buffer; bytesRead: number }> {
    if (position < this.at) throw new Error('A packed file is read forwards only');
    while (this.at + this.rest.length <= position) {
      const { value, done } = await this.chunks.next();
      if (done === true) return { buffer: target, bytesRead: 0 };
      this.at += this.rest.length;
      this.rest = value;
    }
    const from = position - this.at;
    return { buffer: target, bytesRead: this.rest.copy(target, start, from, from + length) };
  }

  async close(): Promise<void> {
    await this.chunks.return(undefined);
    await this.handle.close();
  }
}

/** Is the file of the checkpoint packed in it, to its end? The whole is read, once, where it begins alike. Rejects where it is broken or cut off. */
export async function packs(handle: FileHandle, { head, headBytes, offset }: Checkpoint): Promise<boolean> {
  let begin = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of unpack(handle)) {
    bytes += chunk.length;
    if (begin.length >= headBytes) continue;
    begin = Buffer.concat([begin, chunk]).subarray(0, headBytes);
    if (begin.length === headBytes && hash('sha256', begin, 'hex') !== head) return false;
  }
  return bytes >= offset && begin.length === headBytes;
}

async function* unpack(handle: FileHandle): AsyncGenerator<Buffer> {
  const packed = Readable.from(readAll(handle), { objectMode: false });
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  packed.on('error', (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

/** A stream of the handle's own would close it at its end, and the file is read more than once. */
async function* readAll(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
