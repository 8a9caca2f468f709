import type { StateReason } from '#contracts';
import type { Count } from './compare-holdings.js';

/** asked: the remote is being asked. unanswered: nobody answered in time; it may be asked again. */
export type ReconciliationState = 'asked' | 'compared' | 'failed' | 'unanswered';

export interface Failure {
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** What both say, in codes. */
  readonly reasons?: readonly StateReason[] | undefined;
}

export interface Reconciliation {
  readonly id: string;
  readonly inboxId: string;
  readonly state: ReconciliationState;
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly comparedAt: Date | null;
  /** Messages that lay on the remote: the sum of what is below. */
  readonly remote: number | null;
  readonly here: readonly Count[];
  readonly waiting: readonly Count[];
  readonly leftOut: readonly Count[];
  readonly missing: number | null;
  readonly failure: Failure | null;
}

/**
 * missing: nothing was done yet. asked: it is being fetched. fetched: it is on the log. here: it has its outcome by now. gone: not on the remote any
 * more. failed: see `failure`.
 */
export type DifferenceState = 'missing' | 'asked' | 'fetched' | 'here' | 'gone' | 'failed';

/** A message that the remote has, and we had not when they were compared. */
export interface Difference {
  readonly ref: string;
  readonly state: DifferenceState;
  /** When the remote got it. */
  readonly at: Date | null;
  readonly remoteMessageId: string | null;
  readonly sender: string | null;
  readonly subject: string | null;
  readonly sizeBytes: number | null;
  readonly failure: Failure | null;
  /** Of one that is here. */
  readonly ticketId: string | null;
  readonly ticketNumber: string | null;
}

/** Whoever was asked has given up by then (`connector-sdk`: ten minutes), or is not there. */
export const ANSWER_MS = 11 * 60_000;
/** Named one by one; the number of all is told all the same. */
export const MOST_NAMED = 200;
