import type { BlobRef, CommandId, ConversationKey, DeliveryChanged, EventInput, InboxRef } from '#contracts';
import type { Clock, Logger } from '#runtime';
import type { Readable } from 'node:stream';
import type { InboundEventType, StateReport } from './connector.js';
import type { WrittenEvent } from './writing/written-event.js';
import type { Notes } from './conversing.js';

/** All that a connector gets from the house. It reaches nothing else: no bus, no database, no blob store. */
export interface ConnectorContext {
  readonly inbox: InboxRef;
  readonly log: Logger;
  readonly clock: Clock;
  /** Aborts when the inbox is to stop. */
  readonly signal: AbortSignal;
  /**
   * Resolves when the event (and the bytes it names, given in `blobs`) is durable on the log: only then acknowledge the remote. Rejects
   * with `RetriableError` when it may not be: do not acknowledge, the same event later is a no-op. Rejects with `PermanentError`
   * (`event_invalid`, `event_too_large`) when the event breaks its contract: a fault of the connector, the same event will never be taken.
   * Calls that wait are grouped into one commit; events of one conversation keep the order of the calls. Do not change the bytes afterwards.
   * Resolves or rejects within 5 s. What another process or thread of the connector has made may come as `writeEvent` wrote it there: it is
   * not read on its way.
   */
  emit<T extends InboundEventType>(type: T, event: EventInput<T> | WrittenEvent<T>, blobs?: readonly Buffer[]): Promise<void>;
  /** A change of a reply's delivery that is learned later (a bounce, a receipt). */
  emitDelivery(change: Omit<DeliveryChanged, 'inboxId' | 'rank'>): Promise<void>;
  /** Tells how the inbox is doing; repeated reports of the same state and detail cost nothing. */
  report(state: StateReport): void;
  /** The run is beyond repair from inside: the host stops this inbox and starts it anew with backoff. */
  fail(error: unknown): void;
  /** Counts a success (a poll that worked, a message taken) for "last success". */
  succeeded(): void;
  readonly state: StateStore;
  readonly blobs: ConnectorBlobs;
  /**
   * Runs `work` while this process alone holds the named lease of the inbox; waits for it until the signal aborts. `work`'s signal aborts
   * when the lease is lost; `work` is run again when this process gets it back. Resolves when `work` ended by itself or the inbox stops.
   */
  withLease(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  transcript(conversationKey: string): Transcript;
  /** How far the transcripts of these conversations go, in one question; those without a line are left out. */
  transcriptHeads(conversationKeys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  readonly notes: Notes;
  /** Tells the agents that the contact is typing (or stopped). Best effort; tell it again every 3 s while it lasts. */
  tellTyping(conversationKey: ConversationKey, on: boolean): void;
}

/** Small durable values per inbox (cursors). Survives restarts; JSON up to 64 KiB a value. */
export interface StateStore {
  get<T>(key: string): Promise<T | null>;
  set(key: string, value: unknown, options?: StateOptions): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Each `set` says it anew. */
export interface StateOptions {
  /** Not there from then on, and deleted some time after. Default: never. */
  readonly expiresAt?: Date;
  /** The conversation of which it tells something: it goes when that is erased, or its transcript is old. */
  readonly conversationKey?: string;
}

export interface ConnectorBlobs {
  /** Hash, size and reference of bytes, without writing them; hand the bytes to `emit` in `blobs`. */
  describe(content: Buffer): { ref: BlobRef; sha256: string; bytes: number };
  /** Durable when it resolves; for what is too large to wait in memory. */
  /** `sealed`: encrypted where it lies, for recordings and the like; whoever may read it notices nothing of it. */
  put(content: Buffer | Readable, options?: { readonly sealed?: boolean }): Promise<{ ref: BlobRef; sha256: string; bytes: number }>;
  get(ref: BlobRef): Promise<Buffer>;
  open(ref: BlobRef): Promise<{ stream: Readable; bytes: number }>;
}

export interface TranscriptLine {
  readonly seq: number;
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly body: unknown;
  readonly at: Date;
}

/** Ordered lines of one conversation, kept by the SDK: what a client resumes from. */
export interface Transcript {
  /** Appends once per `id` (client message id or command id): a second call returns the first line's seq. */
  append(line: { id: string | CommandId; direction: 'inbound' | 'outbound'; body: unknown }): Promise<{ seq: number; repeated: boolean }>;
  /** Lines above `seq`, ascending, at most `limit` (default 200). `seq` counts from 1 without holes; lines that were erased or grew old are missing. */
  since(seq: number, limit?: number): Promise<TranscriptLine[]>;
  /** `seq` of the last line, kept or not; 0 where there never was one. */
  head(): Promise<number>;
  /** `head`, and `forgotten`: lines up to that `seq` were erased or grew old; 0 while none has. Numbers go on: none is given twice. */
  extent(): Promise<{ readonly head: number; readonly forgotten: number }>;
}
