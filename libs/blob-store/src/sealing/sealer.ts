import { CHUNK_BYTES, type ChunkCipher } from './seals.js';

/** What is written of a sealed blob, out of plain bytes as they come: header, chunks, and at the end the last one. */
export class Sealer {
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private index = 0;

  constructor(private readonly cipher: ChunkCipher) {}

  get header(): Buffer {
    return this.cipher.header;
  }

  push(plain: Buffer): Buffer[] {
    this.pending.push(plain);
    this.pendingBytes += plain.length;
    // The last chunk must be known as such, so a full one waits for what follows it.
    if (this.pendingBytes <= CHUNK_BYTES) return [];
    const whole = Buffer.concat(this.pending);
    const sealed: Buffer[] = [];
    let at = 0;
    for (; whole.length - at > CHUNK_BYTES; at += CHUNK_BYTES)
      sealed.push(this.cipher.seal(whole.subarray(at, at + CHUNK_BYTES), this.index++, false));
    const rest = Buffer.from(whole.subarray(at));
    this.pending = [rest];
    this.pendingBytes = rest.length;
    return sealed;
  }

  end(): Buffer {
    return this.cipher.seal(Buffer.concat(this.pending), this.index, true);
  }
}
