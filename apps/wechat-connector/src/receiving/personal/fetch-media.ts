import type { ConnectorBlobs } from '#connector-sdk';
import type { Media } from '#contracts';
import { errorClassOf, TributaryError } from '#runtime';
import { Readable, Transform } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { type FileDescription, type FileSource, readFileBox } from '../../converting/personal/file-box.js';
import { sniffType } from './sniff-type.js';
import type { PuppetRpc } from './puppet-rpc.js';
import { readFileBox as askForFile } from './puppet-reads.js';

export interface FetchedMedia {
  readonly media: Media;
  /** Why there are no bytes, for people; null when there are. */
  readonly problem: string | null;
}

export interface MediaLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Enough for every signature that is looked for. */
const HEAD_BYTES = 4_100;

/** More came than is taken. */
class TooLarge extends Error {}

/**
 * The bytes of a message, streamed into the blob store. What the puppet does not give, or too much of it, is a state of the media with its
 * reason. Rejects only when our own store does not take them (`RetriableError`), or the link broke (`PuppetFailure`): then it is worth another try.
 */
export async function fetchMedia(rpc: PuppetRpc, messageId: string, blobs: ConnectorBlobs, limits: MediaLimits): Promise<FetchedMedia> {
  const file = readFileBox(await askForFile(rpc, messageId));
  if (file === null) return { media: { state: 'failed' }, problem: 'the puppet gives no file' };
  const known: Omit<Media, 'state'> = {
    ...(file.name === null ? {} : { fileName: file.name.slice(0, 1024) }),
    ...(file.declaredType === null ? {} : { declaredType: file.declaredType.slice(0, 255) }),
    ...(file.sizeBytes === null ? {} : { sizeBytes: file.sizeBytes }),
  };
  const tooLarge: FetchedMedia = { media: { ...known, state: 'rejected' }, problem: `more than ${limits.maxBytes} bytes` };
  if ((file.sizeBytes ?? 0) > limits.maxBytes) return tooLarge;
  try {
    return { media: { ...known, ...(await store(rpc, file, blobs, limits)), state: 'stored' }, problem: null };
  } catch (error) {
    if (error instanceof TooLarge) return tooLarge;
    if (error instanceof TributaryError && errorClassOf(error) === 'retriable') throw error;
    return { media: { ...known, state: 'failed' }, problem: describe(error) };
  }
}

async function store(rpc: PuppetRpc, { source }: FileDescription, blobs: ConnectorBlobs, limits: MediaLimits) {
  const expiry = AbortSignal.timeout(limits.timeoutMs);
  const bytes = await open(rpc, source, expiry, limits.timeoutMs);
  const counted = new CountedStream(limits.maxBytes);
  bytes.on('error', (error) => counted.destroy(error));
  counted.on('close', () => bytes.destroy());
  const give = () => counted.destroy(new Error(`it did not come within ${Math.round(limits.timeoutMs / 1000)} s`));
  expiry.addEventListener('abort', give, { once: true });
  try {
    const { ref, sha256, bytes: sizeBytes } = await blobs.put(bytes.pipe(counted));
    const detectedType = await sniffType(counted.head);
    return { blobRef: ref, sha256, sizeBytes, ...(detectedType === null ? {} : { detectedType }) };
  } catch (error) {
    // The store may wrap what its source threw.
    throw counted.errored ?? error;
  } finally {
    expiry.removeEventListener('abort', give);
  }
}

async function open(rpc: PuppetRpc, source: FileSource, signal: AbortSignal, timeoutMs: number): Promise<Readable> {
  if (source.kind === 'bytes') return Readable.from([source.content]);
  if (source.kind === 'kept') return rpc.download(source.id, timeoutMs);
  const answer = await fetch(source.url, { signal, headers: source.headers });
  if (!answer.ok || answer.body === null) throw new Error(`its address answers ${answer.status}`);
  return Readable.fromWeb(answer.body as ReadableStream);
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
    if (this.bytes > this.maxBytes) done(new TooLarge());
    else done(null, buffer);
  }
}

function describe(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.slice(0, 300);
}
