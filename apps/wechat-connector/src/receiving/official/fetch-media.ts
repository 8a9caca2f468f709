import type { ConnectorBlobs } from '#connector-sdk';
import type { MediaReady } from '#contracts';
import type { Clock } from '#runtime';
import { fileTypeFromBuffer } from 'file-type';
import type { PlatformApi } from '../../sending/platform-api.js';
import { callHttp } from '../../sending/http-call.js';
import { PlatformRefusal, toCallFailure } from '../../sending/platform-errors.js';
import type { FetchMedia } from '../media-fetcher.js';
import type { MediaJob } from '../media-work.js';

type Media = MediaReady['media'];

const FETCH_MS = 60_000;
/** Codes that say: there is nothing any more under this id. */
const GONE = new Set([40007, 40009]);

export interface FetchingParts {
  readonly api: PlatformApi;
  readonly blobs: ConnectorBlobs;
  readonly clock: Clock;
  readonly maxBytes: number;
}

/** `media/get`: the bytes, or for a video the address where they lie. What is gone or too large is told so, and not asked for again. */
export function createFetchMedia(parts: FetchingParts): FetchMedia {
  return async (job, signal) => {
    const about = describeSource(job);
    try {
      const response = await request(parts.api, job, signal);
      const content = await readBounded(response, parts.maxBytes);
      if (content === null) return { ...about, state: 'rejected', sizeBytes: sizeOf(response) };
      const [{ ref, sha256, bytes }, detected] = await Promise.all([parts.blobs.put(content), fileTypeFromBuffer(content)]);
      return {
        ...about,
        state: 'stored',
        blobRef: ref,
        sha256,
        sizeBytes: bytes,
        ...(detected === undefined ? {} : { detectedType: detected.mime }),
      };
    } catch (error) {
      const isOver = job.expiresAt !== undefined && Date.parse(job.expiresAt) <= parts.clock.now().getTime();
      if (isOver || (error instanceof PlatformRefusal && GONE.has(error.errcode))) return { ...about, state: 'expired' };
      throw error;
    }
  };
}

async function request(api: PlatformApi, job: MediaJob, signal: AbortSignal): Promise<Response> {
  const { response, json } = await api.open({ path: '/cgi-bin/media/get', query: { media_id: job.mediaId }, timeoutMs: FETCH_MS });
  const address = json['video_url'];
  if (typeof address !== 'string') return response;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Error(`media/get gave an address that is none of the web: ${url.protocol}`);
  try {
    const video = await callHttp(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]) });
    if (video.ok) return video;
    await video.body?.cancel();
    throw new Error(`${url.host} answered ${video.status}`);
  } catch (error) {
    throw toCallFailure(error, url);
  }
}

/** Null when there is more than is wanted; then no more is read. */
async function readBounded(response: Response, maxBytes: number): Promise<Buffer | null> {
  if ((sizeOf(response) ?? 0) > maxBytes) {
    await response.body?.cancel();
    return null;
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sizeOf({ headers }: Response): number | undefined {
  const size = Number(headers.get('content-length') ?? Number.NaN);
  return Number.isSafeInteger(size) && size >= 0 ? size : undefined;
}

function describeSource({ mediaId, expiresAt, declaredType }: MediaJob): Pick<Media, 'source' | 'declaredType'> {
  return {
    source: { ref: mediaId, ...(expiresAt === undefined ? {} : { expiresAt }) },
    ...(declaredType === undefined ? {} : { declaredType }),
  };
}
