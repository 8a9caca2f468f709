import type { Envelope } from '#contracts';
import type { Transaction } from '#database';

/** `waiting`: nobody replayed it; `replaying`: handed to its group again, no verdict yet; `replayed`: its effect is durable. */
export type DeadLetterState = 'waiting' | 'replaying' | 'replayed';

/** A record that its group could not use, with the reason. One row per group and record, on both engines. */
export interface DeadLetter {
  /** Opaque; ascending in the order of death. */
  readonly id: string;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly envelope: Envelope;
  readonly appendedAt: Date;
  /** `retriable`: given up after `bus.maxAttempts`; `permanent`: can never succeed. */
  readonly errorClass: 'retriable' | 'permanent';
  readonly code: string;
  readonly reason: string;
  /** Tries that failed, over all replays; those of a replay count when it has its verdict. */
  readonly attempts: number;
  /** Blob reference of the exact bytes it was made of, when its data names one (`raw.ref`). */
  readonly rawRef?: string;
  readonly inboxId?: string;
  readonly remoteMessageId?: string;
  readonly state: DeadLetterState;
  readonly diedAt: Date;
  readonly replayedAt?: Date;
}

/** A record that waits with its key for a later try. Only the first of a key was tried; the others stand behind it. */
export interface ParkedRecord {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly envelope: Envelope;
  readonly appendedAt: Date;
  /** Tries so far; 0 = stands behind an earlier record of its key. */
  readonly attempts: number;
  readonly code?: string;
  readonly reason?: string;
  readonly inboxId?: string;
  readonly remoteMessageId?: string;
  readonly parkedAt: Date;
  readonly nextTryAt: Date;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

export interface RecordFilter {
  readonly group?: string;
  readonly topic?: string;
  readonly inboxId?: string;
  readonly remoteMessageId?: string;
}

/** For who may not look into every inbox. */
export interface SightFilter {
  /** What these brought is left out, and what names no inbox where one is listed. */
  readonly exceptInboxes?: readonly string[] | undefined;
}

export interface PageRequest {
  /** At most 200, default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** Looks at what did not go through, and sends it again. Works on both engines, for groups of any process. */
export interface DeadLetters {
  /** Newest first. */
  list(filter?: RecordFilter & SightFilter & { readonly state?: DeadLetterState }, page?: PageRequest): Promise<Page<DeadLetter>>;
  get(id: string): Promise<DeadLetter | null>;
  /**
   * Hands the record to its group once more, with `replayed = true`, within about `bus.pollMs`; it holds no other record of its key. Null when
   * there is no such dead letter; nothing happens when it is being replayed or was replayed with success. A replay that fails brings it
   * back to `waiting` with the new reason. `within`: as a part of the caller's transaction.
   */
  replay(id: string, within?: Transaction): Promise<DeadLetter | null>;
  /** All that are `waiting`; how many. Without `within` a failure in the middle leaves those handed over so far. */
  replayAll(filter?: RecordFilter, within?: Transaction): Promise<number>;
  /** In the order of parking. Replays under way are not among them. */
  listParked(filter?: RecordFilter & SightFilter, page?: PageRequest): Promise<Page<ParkedRecord>>;
  /** Which of these blob references are named by a parked record or by a dead letter: the sweep keeps them. */
  findNamedBlobs(refs: readonly string[]): Promise<string[]>;
}

/** Injection token of the process's `DeadLetters`. */
export const DEAD_LETTERS = Symbol('DeadLetters');
