/**
 * What runs between the pool and a parser process over its stdin and stdout: `u32 length of the rest · u32 count · count × u32 length ·
 * the sections`, big endian. One frame a mail each way, in order.
 */
const WORD = 4;

/** Head of a frame; its sections follow as they are, uncopied. */
export function encodeHead(sections: readonly Uint8Array[]): Buffer {
  const head = Buffer.allocUnsafe(WORD * (2 + sections.length));
  let total = WORD * (1 + sections.length);
  for (const [i, section] of sections.entries()) {
    head.writeUInt32BE(section.length, WORD * (2 + i));
    total += section.length;
  }
  head.writeUInt32BE(total, 0);
  head.writeUInt32BE(sections.length, WORD);
  return head;
}

/** Cuts a stream of bytes into frames; sections are views, valid as long as somebody holds them. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private length = 0;

  /** Is there nothing left of an unfinished frame? Then no chunk is held any more. */
  get empty(): boolean {
    return this.length === 0;
  }

  /** The frames that are whole now. */
  push(chunk: Buffer): Buffer[][] {
    this.chunks.push(chunk);
    this.length += chunk.length;
    const frames: Buffer[][] = [];
    while (this.length >= WORD) {
      const size = WORD + this.peekWord();
      if (this.length < size) break;
      const bytes = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
      frames.push(decodeSections(bytes.subarray(WORD, size)));
      const rest = bytes.subarray(size);
      this.chunks = rest.length > 0 ? [rest] : [];
      this.length = rest.length;
    }
    return frames;
  }

  private peekWord(): number {
    if (this.chunks[0]!.length < WORD) this.chunks = [Buffer.concat(this.chunks)];
    return this.chunks[0]!.readUInt32BE(0);
  }
}

function decodeSections(body: Buffer): Buffer[] {
  const count = body.readUInt32BE(0);
  const sections: Buffer[] = [];
  let at = WORD * (1 + count);
  for (let i = 0; i < count; i++) {
    const length = body.readUInt32BE(WORD * (1 + i));
    sections.push(body.subarray(at, at + length));
    at += length;
  }
  return sections;
}
