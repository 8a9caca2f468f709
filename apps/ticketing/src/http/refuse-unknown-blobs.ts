import type { BlobStore } from '#blob-store';
import type { BlobRef, MessagePart } from '#contracts';
import { PermanentError } from '#runtime';
import { blobRefsOf } from '../tickets/entry-row.js';

/** A reply must not wait for bytes that nobody brought. Throws `PermanentError` (`blob_unknown`). */
export async function refuseUnknownBlobs(blobs: BlobStore, parts: readonly MessagePart[]): Promise<void> {
  for (const ref of blobRefsOf({ parts, raw: null })) await refuseUnknownBlob(blobs, ref as BlobRef);
}

/** Throws `PermanentError` (`blob_unknown`). */
export async function refuseUnknownBlob(blobs: BlobStore, ref: BlobRef): Promise<void> {
  if (await blobs.has(ref)) return;
  throw new PermanentError(`there is no upload ${ref}`, { code: 'blob_unknown', hint: 'bring the bytes first: POST /api/v1/uploads' });
}
