import { hash } from 'node:crypto';
import type { AuditCause } from '#contracts';

/** Who did it. No names: they are looked up where somebody reads it, so that the log outlives people. */
export interface AuditActor {
  readonly kind: 'agent' | 'key' | 'house' | 'command-line';
  readonly id?: string;
}

/** One thing that was done. Ids and words of ours only: what people wrote is told by `content`, which only this installation can make again. */
export interface AuditFacts {
  readonly actor: AuditActor;
  /** `PATCH tickets/:id`, `login`, `create-user`: a word or route of ours. */
  readonly action: string;
  readonly outcome: 'done' | 'refused';
  readonly ticketId?: string;
  readonly targets?: Readonly<Record<string, string>>;
  /** Keyed hash of what was sent. */
  readonly content?: string;
  /** Names of the fields that were given. */
  readonly fields?: readonly string[];
  /** Of a refusal: its code. Of an override: why, in the words of its person. Else what `cause` says, in English. */
  readonly reason?: string;
  /** Why, for who says it in another language. */
  readonly cause?: { readonly code: AuditCause; readonly values?: Readonly<Record<string, string>> };
  /** Where the request came from. */
  readonly from?: string;
}

/** A record in its place in the chain. */
export interface AuditLink {
  readonly seq: number;
  /** JSON of `AuditFacts` with `v`, `id` and `at`: the very text that the hash is of. */
  readonly record: string;
  /** Hex. */
  readonly hash: string;
}

/** What stands before the first record. */
export const GENESIS = '0'.repeat(64);

export function writeRecord(id: string, at: Date, facts: AuditFacts): string {
  return JSON.stringify({ v: 1, id, at: at.toISOString(), ...facts });
}

/** SHA-256 over the hash before, the number and the record, a line each. */
export function linkHash(before: string, seq: number, record: string): string {
  return hash('sha256', `${before}\n${seq}\n${record}`, 'hex');
}

/** Puts records behind a link of the chain, in their order. */
export function chain(last: { readonly seq: number; readonly hash: string }, records: readonly string[]): AuditLink[] {
  let { seq, hash: before } = last;
  return records.map((record) => {
    seq += 1;
    before = linkHash(before, seq, record);
    return { seq, record, hash: before };
  });
}
