import type { ConnectorBlobs } from '@tributary/connector-sdk';
import { PermanentError } from '@tributary/connector-sdk/runtime';
import { Readable, Transform } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { WeiboError } from '../calling/weibo-error.js';

const PATIENCE_MS = 120_000;

/** Streams a file into the blob store. Throws `PermanentError` for one that is too large, without reading on. */
export async function downloadBounded(url: string, maxBytes: number, blobs: ConnectorBlobs, stopping: AbortSignal) {
  const answer = await fetch(url, { signal: AbortSignal.any([stopping, AbortSignal.timeout(PATIENCE_MS)]) });
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel();
    throw new WeiboError(
      answer.status === 404 || answer.status === 403 ? 400 : answer.status,
      'download',
      `The file’s address answers ${answer.status}`,
    );
  }
  const type = answer.headers.get('content-type') ?? undefined;
  const stored = await blobs.put(Readable.fromWeb(answer.body as ReadableStream).compose(bound(maxBytes)) as Readable);
  return { ...stored, type };
}

function bound(maxBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(new PermanentError(`The file has more than ${maxBytes} bytes`, { code: 'too_large' }));
      else done(null, chunk);
    },
  });
}
