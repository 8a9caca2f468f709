import { createHash, type Hash } from 'node:crypto';

export type Canonicalization = 'simple' | 'relaxed';

const [TAB, LF, CR, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const CHUNK = 262_144;

/**
 * Hash of a body as DKIM wants it (RFC 6376 §3.4.3 and §3.4.4), base64; a bare LF ends a line. Linear in the size whatever is in it, and gives
 * way to others every 256 KiB. Null when `isLate` said so before it was done.
 */
export async function hashBody(
  body: Buffer,
  canonicalization: Canonicalization,
  algorithm: string,
  isLate: () => boolean = () => false,
): Promise<string | null> {
  const writer = new LineWriter(createHash(algorithm), canonicalization === 'relaxed');
  for (let at = 0; at < body.length; at += CHUNK) {
    if (isLate()) return null;
    writer.write(body, at, Math.min(body.length, at + CHUNK));
    if (at + CHUNK < body.length) await new Promise((resolve) => setImmediate(resolve));
  }
  return writer.end();
}

/** Holds line ends and blanks back until it is known that they count. */
class LineWriter {
  private readonly out = Buffer.allocUnsafe(65_536);
  private length = 0;
  private lines = 0;
  private blank = false;
  private any = false;

  constructor(
    private readonly hash: Hash,
    private readonly relaxed: boolean,
  ) {}

  write(body: Buffer, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const byte = body[at]!;
      if (byte === LF) {
        this.lines += 1;
        this.blank = false;
      } else if (this.relaxed && (byte === SPACE || byte === TAB)) this.blank = true;
      else if (byte !== CR || body[at + 1] !== LF) this.put(byte);
    }
  }

  end(): string {
    if (this.any || !this.relaxed) this.putLineEnd();
    this.hash.update(this.out.subarray(0, this.length));
    return this.hash.digest('base64');
  }

  private put(byte: number): void {
    for (; this.lines > 0; this.lines--) this.putLineEnd();
    if (this.blank) this.push(SPACE);
    this.blank = false;
    this.any = true;
    this.push(byte);
  }

  private putLineEnd(): void {
    this.push(CR);
    this.push(LF);
  }

  private push(byte: number): void {
    if (this.length === this.out.length) {
      this.hash.update(this.out);
      this.length = 0;
    }
    this.out[this.length++] = byte;
  }
}
