import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { MediaLost } from './media-lost.js';

/** Bytes that are about to come, and what the remote says of them. */
export interface OpenedMedia {
  readonly content: Readable | Buffer;
  readonly declaredType?: string;
  readonly fileName?: string;
}

/** What says that nothing lies there any more, or not for us. */
const GONE = new Set([403, 404, 410]);

/** The file at an address. Rejects with `MediaLost` (`expired`) where it lies no more; with anything else where a later try may find it. */
export async function openUrl(url: string, signal: AbortSignal): Promise<OpenedMedia> {
  const answer = await fetch(url, { signal });
  if (answer.ok) return openResponse(answer, Number.MAX_SAFE_INTEGER);
  await answer.body?.cancel();
  const words = `The file’s address answers ${answer.status}`;
  throw GONE.has(answer.status) ? new MediaLost('expired', words) : new Error(words);
}

/** The body of a good answer. Throws `MediaLost` (`rejected`) where it says that it has more than `maxBytes`; nothing is read then. */
export async function openResponse({ headers, body }: Response, maxBytes: number): Promise<OpenedMedia> {
  const size = Number(headers.get('content-length') ?? Number.NaN);
  if (size > maxBytes) {
    await body?.cancel();
    throw new MediaLost('rejected', `It has ${size} bytes, more than ${maxBytes}`, Number.isSafeInteger(size) ? size : undefined);
  }
  const declaredType = headers.get('content-type') ?? undefined;
  return {
    content: body === null ? Buffer.alloc(0) : Readable.fromWeb(body as ReadableStream),
    ...(declaredType === undefined ? {} : { declaredType }),
  };
}
