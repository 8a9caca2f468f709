import type { BlobRef } from '#contracts';
import { Readable, Transform } from 'node:stream';
import type { ConnectorBlobs } from '../context.js';
import { MediaLost } from './media-lost.js';
import { HEAD_BYTES, sniffType } from './sniff-type.js';

export interface MediaBounds {
  readonly maxBytes: number;
  /** Ends it, from the first byte to the last. */
  readonly signal: AbortSignal;
}

export interface StoredBytes {
  readonly blobRef: BlobRef;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** What the bytes are; absent where they do not say. */
  readonly detectedType?: string;
}

/**
 * Streams bytes into the blob store. Rejects with `MediaLost` (`rejected`) as soon as there are more than `maxBytes`, without reading on; with the
 * signal's reason when that aborts; else with what the stream or the store threw. The stream is closed in any case.
 */
export async function storeBounded(content: Readable | Buffer, blobs: ConnectorBlobs, bounds: MediaBounds): Promise<StoredBytes> {
  const bytes = Buffer.isBuffer(content) ? Readable.from([content]) : content;
  const counted = new CountedStream(bounds.maxBytes);
  const give = () => counted.destroy(toError(bounds.signal.reason));
  bytes.on('error', (error) => counted.destroy(error));
  counted.on('close', () => bytes.destroy());
  bounds.signal.addEventListener('abort', give, { once: true });
  if (bounds.signal.aborted) give();
  try {
    const { ref, sha256, bytes: sizeBytes } = await blobs.put(bytes.pipe(counted));
    const detectedType = await sniffType(counted.head);
    return { blobRef: ref, sha256, sizeBytes, ...(detectedType === null ? {} : { detectedType }) };
  } catch (error) {
    // The store may wrap what its source threw.
    throw counted.errored ?? error;
  } finally {
    bounds.signal.removeEventListener('abort', give);
    bytes.destroy();
  }
}

class CountedStream extends Transform {
  private readonly first: Buffer[] = [];
  private bytes = 0;

  constructor(private readonly maxBytes: number) {
    super();
  }

  get head(): Buffer {
    return Buffer.concat(this.first).subarray(0, HEAD_BYTES);
  }

  override _transform(chunk: Uint8Array, _encoding: BufferEncoding, done: (error: Error | null, chunk?: Buffer) => void): void {
    const buffer = Buffer.from(chunk);
    if (this.bytes < HEAD_BYTES) this.first.push(buffer);
    this.bytes += buffer.length;
    if (this.bytes > this.maxBytes) done(new MediaLost('rejected', `It has more than ${this.maxBytes} bytes`));
    else done(null, buffer);
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
