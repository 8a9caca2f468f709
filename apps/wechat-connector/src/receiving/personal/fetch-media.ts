import { MediaLost, openResponse, type ConnectorBlobs, storeBounded } from '#connector-sdk';
import type { Media } from '#contracts';
import { errorClassOf, TributaryError } from '#runtime';
import { Readable } from 'node:stream';
import { type FileDescription, type FileSource, readFileBox } from '../../converting/personal/file-box.js';
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
    if (error instanceof MediaLost && error.state === 'rejected') return tooLarge;
    if (error instanceof TributaryError && errorClassOf(error) === 'retriable') throw error;
    return { media: { ...known, state: 'failed' }, problem: describe(error) };
  }
}

async function store(rpc: PuppetRpc, { source }: FileDescription, blobs: ConnectorBlobs, { maxBytes, timeoutMs }: MediaLimits) {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new Error(`it did not come within ${Math.round(timeoutMs / 1000)} s`)), timeoutMs);
  try {
    const content = await open(rpc, source, ending.signal, { maxBytes, timeoutMs });
    return await storeBounded(content, blobs, { maxBytes, signal: ending.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function open(rpc: PuppetRpc, source: FileSource, signal: AbortSignal, limits: MediaLimits): Promise<Readable | Buffer> {
  if (source.kind === 'bytes') return source.content;
  if (source.kind === 'kept') return rpc.download(source.id, limits.timeoutMs);
  const answer = await fetch(source.url, { signal, headers: source.headers });
  if (!answer.ok) throw new Error(`its address answers ${answer.status}`);
  return (await openResponse(answer, limits.maxBytes)).content;
}

function describe(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.slice(0, 300);
}
