import type { CallOutcome, CallRecord } from '#contracts';

/** A recording or a voice message, before and after its bytes are ours. */
export interface RecordingFact {
  /** Names it within its call. */
  readonly id: string;
  readonly kind: 'recording' | 'voicemail';
  /** Where it lies: a URL, or a path below the inbox's recordings folder. */
  readonly from?: string;
  readonly durationMs?: number;
  /** Absent: nobody has fetched it yet. */
  readonly stored?: StoredRecording;
}

export type StoredRecording =
  | { readonly state: 'stored'; readonly blobRef: string; readonly sha256: string; readonly bytes: number; readonly type: string }
  | { readonly state: 'expired' | 'failed' | 'rejected'; readonly reason: string };

/** What the agent wrote down during or after a call (D2.5). */
export interface NotesFact {
  readonly agent?: string;
  readonly caller?: string;
  readonly problem?: string;
  readonly steps?: string;
}

export interface TranscriptLineFact {
  readonly speaker?: string;
  readonly text: string;
  /** ms since the call began. */
  readonly atMs?: number;
}

/**
 * What one source tells of one call, whatever its format: what is absent it does not know. Times in ms since 1970. A later word of the same
 * source stands for its earlier one; between sources that of the higher authority counts.
 */
export interface CallFacts {
  readonly source: string;
  readonly authority: number;
  readonly callId: string;
  readonly direction?: CallRecord['direction'];
  /** As recorded; null: withheld. */
  readonly caller?: string | null;
  readonly callerName?: string;
  readonly callee?: string | null;
  readonly startedAt?: number;
  readonly queuedAt?: number;
  readonly answeredAt?: number;
  readonly endedAt?: number;
  readonly durationMs?: number;
  readonly talkMs?: number;
  readonly waitMs?: number;
  readonly outcome?: CallOutcome;
  readonly hangupBy?: string;
  readonly hangupCause?: string;
  readonly queue?: string;
  /** Who took it, in that order: the last of them speaks. */
  readonly agents?: readonly string[];
  /** Extensions that ring now: whose screen shows the caller. After the answer too: it is handed over. */
  readonly ringing?: readonly string[];
  /** Extensions that ring no more and did not take it, where each phone is told of by itself. */
  readonly silent?: readonly string[];
  /** What was entered in the voice menu, one prompt each. */
  readonly ivr?: readonly { readonly key: string; readonly label?: string }[];
  /** The same of one prompt only, where each is told by itself. */
  readonly prompt?: readonly { readonly key: string }[];
  readonly satisfaction?: number;
  readonly recordings?: readonly RecordingFact[];
  readonly notes?: NotesFact;
  readonly transcript?: readonly TranscriptLineFact[];
  readonly mood?: string;
  readonly video?: boolean;
  /** The call ran longer than the desk lets one agent alone with it, since then. */
  readonly overLimitAt?: number;
  readonly supervisor?: { readonly to?: string; readonly at?: number };
  readonly precision?: 's' | 'ms';
  /** One a record that this was made of. */
  readonly legs?: readonly Readonly<Record<string, unknown>>[];
}

/** A record that is none, and why; `line` counts from 1. */
export interface RejectedRecord {
  readonly line: number;
  readonly reason: string;
}

/** What an input holds. */
export interface ReadCalls {
  readonly calls: readonly CallFacts[];
  readonly rejected: readonly RejectedRecord[];
}

/** Who is believed when two tell differently: the record written after the call, then what was seen of it live. */
export const AUTHORITY = { derived: 10, otherLeg: 20, live: 40, record: 60, log: 70, person: 80 } as const;
