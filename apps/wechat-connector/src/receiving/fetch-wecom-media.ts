import type { ConnectorBlobs } from '#connector-sdk';
import type { MediaReady } from '#contracts';
import type { Clock } from '#runtime';
import { PlatformRefusal } from '../sending/platform-errors.js';
import { detectMediaType } from './detect-media-type.js';
import type { FetchMedia } from './media-fetcher.js';
import type { MediaJob } from './media-work.js';
import { TooLargeFile, type WecomApi } from './wecom-api.js';

type Media = MediaReady['media'];

/** `media/get` gives no more than 20 MB. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Codes that say: there is nothing under this id. */
const GONE = new Set([40007, 40058]);

/** What WeCom keeps under a media id. What is gone or too large is told so, and not asked for again; anything else may work later. */
export function createFetchWecomMedia(parts: { api: Pick<WecomApi, 'download'>; blobs: ConnectorBlobs; clock: Clock }): FetchMedia {
  return async (job) => {
    const about = describeSource(job);
    try {
      const {
        bytes: content,
        contentType,
        fileName,
      } = await parts.api.download('/cgi-bin/media/get', { media_id: job.mediaId }, MAX_BYTES);
      const [{ ref, sha256, bytes }, detectedType] = await Promise.all([parts.blobs.put(content), detectMediaType(content)]);
      const name = job.fileName ?? fileName?.slice(0, 1024);
      const declaredType = job.declaredType ?? contentType?.slice(0, 255);
      return {
        ...about,
        state: 'stored',
        blobRef: ref,
        sha256,
        sizeBytes: bytes,
        ...(name === undefined ? {} : { fileName: name }),
        ...(declaredType === undefined ? {} : { declaredType }),
        ...(detectedType === null ? {} : { detectedType }),
      };
    } catch (error) {
      if (error instanceof TooLargeFile) return { ...about, state: 'rejected' };
      const isOver = job.expiresAt !== undefined && Date.parse(job.expiresAt) <= parts.clock.now().getTime();
      if (isOver) return { ...about, state: 'expired' };
      // Known to no one although its time is not over: it never was there.
      if (error instanceof PlatformRefusal && GONE.has(error.errcode)) return { ...about, state: 'failed' };
      throw error;
    }
  };
}

function describeSource({ mediaId, expiresAt, declaredType, fileName }: MediaJob): Pick<Media, 'source' | 'declaredType' | 'fileName'> {
  return {
    source: { ref: mediaId, ...(expiresAt === undefined ? {} : { expiresAt }) },
    ...(declaredType === undefined ? {} : { declaredType }),
    ...(fileName === undefined ? {} : { fileName }),
  };
}
