import { RetriableError } from '#runtime';
import type { Piece } from '../../converting/adapt-parts.js';
import { UncertainCall } from '../platform-errors.js';
import type { PlatformApi } from '../platform-api.js';

const TYPES = { image: 'image', audio: 'voice', video: 'video', file: 'file' } as const;
const UPLOAD_MS = 60_000;

/** Puts bytes onto the platform for three days. An upload that got lost harms nobody, so it is one that may be tried again. */
export async function uploadMedia(api: PlatformApi, piece: Exclude<Piece, { kind: 'text' }>, content: Buffer): Promise<string> {
  const form = new FormData();
  form.set('media', new Blob([new Uint8Array(content)], { type: piece.contentType }), piece.fileName);
  try {
    const answer = await api.call({ path: '/cgi-bin/media/upload', query: { type: TYPES[piece.kind] }, form, timeoutMs: UPLOAD_MS });
    if (typeof answer['media_id'] === 'string') return answer['media_id'];
    throw new UncertainCall('media/upload answered without a media_id');
  } catch (error) {
    if (!(error instanceof UncertainCall)) throw error;
    throw new RetriableError(`${piece.fileName} was not uploaded: ${error.message}`, {
      code: 'upload_failed',
      hint: 'It is tried again by itself.',
      fields: { category: 'provider_unavailable' },
      cause: error,
    });
  }
}
