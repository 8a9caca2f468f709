import { pipeline, Transform, type Readable } from 'node:stream';
import { corrupt } from '../hashing.js';
import type { BlobPlace, ByteRange } from '../places/place.js';
import { CHUNK_BYTES, type ChunkCipher, countChunks, HEADER_BYTES, type Seals, TAG_BYTES } from './seals.js';

export interface SealedBlob {
  readonly sha256: string;
  /** Of plain text. */
  readonly bytes: number;
  /** Under which it lies in its place. */
  readonly key: string;
}

/** Plain bytes of a sealed blob, or of a part of it; of that only the chunks it touches are read. Fails with `blob_corrupt` where a chunk was altered. */
export async function openSealed(blob: SealedBlob, place: BlobPlace, seals: Seals, range: ByteRange): Promise<Readable> {
  const cipher = await seals.resume(await readHeader(place, blob.key));
  if (cipher === null) throw corrupt(blob.sha256, `${place.kind} (sealed with another secret, or no sealed blob)`);
  const first = Math.floor(range.start / CHUNK_BYTES);
  const behind = Math.max(first + 1, countChunks(Math.min(range.end, blob.bytes)));
  const toPlace = (chunk: number) => HEADER_BYTES + chunk * (CHUNK_BYTES + TAG_BYTES);
  const end = Math.min(toPlace(behind), HEADER_BYTES + blob.bytes + countChunks(blob.bytes) * TAG_BYTES);
  const source = await place.open(blob.key, { start: toPlace(first), end });
  // The reader of the plain stream hears of every fault; the callback is only there because pipeline wants one.
  return pipeline(source, new Unsealing(blob, place.kind, cipher, first, range), () => undefined);
}

export async function readHeader(place: BlobPlace, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await place.open(key, { start: 0, end: HEADER_BYTES })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

class Unsealing extends Transform {
  private pending: Buffer = Buffer.alloc(0);
  /** Plain position of the next chunk. */
  private position: number;
  private readonly chunks: number;

  constructor(
    private readonly blob: SealedBlob,
    private readonly where: string,
    private readonly cipher: ChunkCipher,
    private index: number,
    private readonly range: ByteRange,
  ) {
    super();
    this.position = index * CHUNK_BYTES;
    this.chunks = countChunks(blob.bytes);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    try {
      while (this.pending.length >= CHUNK_BYTES + TAG_BYTES && this.index < this.chunks) this.emitChunk(CHUNK_BYTES + TAG_BYTES);
      done();
    } catch {
      done(corrupt(this.blob.sha256, this.where));
    }
  }

  override _flush(done: (error?: Error | null) => void): void {
    try {
      if (this.pending.length > 0) this.emitChunk(this.pending.length);
      const wanted = Math.min(this.range.end, this.blob.bytes);
      done(this.position < wanted || (this.blob.bytes === 0 && this.index === 0) ? corrupt(this.blob.sha256, this.where) : null);
    } catch {
      done(corrupt(this.blob.sha256, this.where));
    }
  }

  private emitChunk(bytes: number): void {
    const plain = this.cipher.unseal(this.pending.subarray(0, bytes), this.index, this.index === this.chunks - 1);
    this.pending = this.pending.subarray(bytes);
    this.index += 1;
    const from = Math.max(0, this.range.start - this.position);
    const to = Math.min(plain.length, this.range.end - this.position);
    this.position += plain.length;
    if (to > from) this.push(plain.subarray(from, to));
  }
}
