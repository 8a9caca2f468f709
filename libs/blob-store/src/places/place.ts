import type { Readable } from 'node:stream';

export type PlaceKind = 'disk' | 's3';

/** Part of a blob, from `start` to before `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A blob whose bytes lie in a complete, synced file of ours. */
export interface SpooledBlob {
  readonly sha256: string;
  readonly bytes: number;
  readonly file: string;
  /** Where the file holds it sealed: how many bytes it has. */
  readonly sealedBytes?: number;
}

/** Where blobs too large for a row lie. All reject `RetriableError` when the place is away or full. */
export interface BlobPlace {
  readonly kind: PlaceKind;
  /** The slow part of a put, done before any lock is held. */
  prepare(blob: SpooledBlob): Promise<void>;
  /** Durable when it resolves. Runs while the blob's row is locked, so no sweep is between. The spooled file may be moved away. */
  publish(blob: SpooledBlob): Promise<void>;
  /** Rejects `PermanentError` `blob_missing`. */
  open(sha256: string, range?: ByteRange): Promise<Readable>;
  /** Resolves when it is gone, also when it never was there. */
  remove(sha256: string): Promise<void>;
}

/** The blob as its place knows it: a sealed one under its other name and with the size it has there. */
export function toPlaced(blob: SpooledBlob, sealedAs: string | null): SpooledBlob {
  return sealedAs === null ? blob : { file: blob.file, sha256: sealedAs, bytes: blob.sealedBytes ?? blob.bytes };
}
