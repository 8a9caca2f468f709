import { Transform } from 'node:stream';

/** Enough for what any of these begins with. */
const HEAD_BYTES = 4_100;
const RENAMED: Readonly<Record<string, string>> = {
  'audio/vnd.wave': 'wav',
  'audio/x-wav': 'wav',
  'application/ogg': 'ogg',
  'video/3gpp': 'mp4',
};

/** What the first bytes say it is, or null where it is neither sound nor picture in motion: what it is called says nothing. */
export async function sniffRecording(head: Buffer): Promise<string | null> {
  // Loaded with the first file: most desks get few here, and it takes 10 MiB.
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(head);
  if (found === undefined) return null;
  if (RENAMED[found.mime] === 'wav') return 'audio/wav';
  if (RENAMED[found.mime] === 'ogg') return 'audio/ogg';
  return /^(?:audio|video)\//.test(found.mime) ? found.mime.split(';')[0]! : null;
}

/** Passes bytes on, keeps the first ones, and fails above `maxBytes`. */
export class MeasuredStream extends Transform {
  head = Buffer.alloc(0);
  bytes = 0;

  constructor(private readonly maxBytes: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: Error | null, chunk?: Buffer) => void): void {
    this.bytes += chunk.length;
    if (this.head.length < HEAD_BYTES) this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)]);
    if (this.bytes > this.maxBytes) done(new TooLarge(this.maxBytes));
    else done(null, chunk);
  }
}

export class TooLarge extends Error {
  constructor(maxBytes: number) {
    super(`larger than ${maxBytes} bytes`);
  }
}
