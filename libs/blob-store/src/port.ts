import type { Readable } from 'node:stream';
import type { BlobRef } from '#contracts';
import type { Transaction } from '#database';
import type { Clock } from '#runtime';
import type { ByteRange } from './places/place.js';

export type { ByteRange };

/** Rows go into PostgreSQL up to this size; larger blobs onto disk or S3. */
export const MAX_ROW_BYTES = 128 * 1024;

export interface StoredBlob {
  readonly ref: BlobRef;
  readonly sha256: string;
  readonly bytes: number;
}

/** A blob whose bytes still have to be made durable by `insertStaged`. */
export interface StagedBlob extends StoredBlob {
  readonly content: Buffer;
}

export interface PutOptions {
  /** Encrypted where it lies: recordings and the like. Readers notice nothing of it. */
  readonly sealed?: boolean;
}

/** Content-addressed bytes. What is named by its sha256 is never changed, only swept when nothing names it. */
/** What became of sealed blobs when the key they are sealed with was changed. */
export interface ResealedBlobs {
  /** Sealed anew with the key in use. */
  readonly resealed: number;
  /** Sealed with it already. */
  readonly current: number;
  /** Refs that no key of ours opens, or whose bytes are not there. */
  readonly broken: readonly BlobRef[];
}

/** A store whose sealed blobs can be sealed anew, so that an old secret need not be kept for them. */
export interface ResealingBlobStore extends BlobStore {
  /** May run beside a product that goes on: who reads a blob meanwhile reads it to its end. */
  reseal(): Promise<ResealedBlobs>;
}

export interface BlobStore {
  /** Durable when it resolves. Streams are never held whole above `MAX_ROW_BYTES`. Rejects `RetriableError` when storage is away or full. */
  put(content: Buffer | Readable, options?: PutOptions): Promise<StoredBlob>;
  /**
   * For the hot path: hashes the bytes and, when they fit a row, writes nothing yet; larger ones are durable (outside rows) at once.
   * Null `staged` means nothing is left to do.
   */
  stage(content: Buffer): Promise<{ blob: StoredBlob; staged: StagedBlob | null }>;
  /**
   * One statement for all of them, `on conflict do nothing`, in the caller's transaction and sent before it waits for anything. Those that
   * were stored before are kept from the sweep in a transaction of their own, before it resolves.
   */
  insertStaged(transaction: Transaction, blobs: readonly StagedBlob[]): Promise<void>;
  /** Whole bytes; rejects `PermanentError` (`blob_missing`, `blob_corrupt`) when absent or not matching the hash. */
  get(ref: BlobRef): Promise<Buffer>;
  /** Streamed; errors the stream with `blob_corrupt` when the hash does not match at its end. */
  open(ref: BlobRef): Promise<{ stream: Readable; bytes: number }>;
  /**
   * The part from `start` to before `end`, for players that jump; `bytes` is the size of the whole. Only as much as that is read. Of a sealed blob each
   * piece is proved, of another one nothing is: its hash is that of the whole.
   */
  openRange(ref: BlobRef, range: ByteRange): Promise<{ stream: Readable; bytes: number }>;
  has(ref: BlobRef): Promise<boolean>;
}

/** Injection token of the process's `BlobStore`. */
export const BLOB_STORE = Symbol('BlobStore');

/** A room whose rows name blobs (entries, parked records, dead letters): what it names is kept. */
export interface BlobNamer {
  readonly name: string;
  /** Which of these does the room name now? Rejecting ends the sweep; nothing is deleted then. */
  namesAny(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>>;
}

export interface SweepResult {
  readonly examined: number;
  readonly deleted: number;
  readonly freedBytes: number;
}

/** Takes out what nothing names any more. Register every namer before the first sweep: without any, nothing is ever deleted. */
export interface BlobSweeper {
  registerNamer(namer: BlobNamer): void;
  /**
   * Deletes blobs last put before `olderThan` (the end of the log's retention, for an unread record names blobs too) that no namer names.
   * Blobs put again while it runs survive. One process at a time; the others, and any while a backup is written, delete nothing.
   */
  sweep(clock: Clock, olderThan: Date): Promise<SweepResult>;
  /**
   * Deletes those of the given that no namer names, however new they are; returns how many. For what must go at once: a record of the log
   * that names one finds no bytes afterwards. None while another process sweeps or a backup is written: they go with a later sweep.
   */
  erase(refs: readonly BlobRef[]): Promise<number>;
}

/** Injection token of the process's `BlobSweeper`. */
export const BLOB_SWEEPER = Symbol('BlobSweeper');

/** Name of the advisory lock under which blobs are deleted; who holds it keeps them all. */
export const BLOB_SWEEP_LOCK = 'blob-sweep';
