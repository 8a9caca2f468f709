import type { Envelope } from '#contracts';
import type { RecordColumns } from '../consuming/record-row.js';
import type { DeadLetter, DeadLetterState, ParkedRecord } from './dead-letters.js';

interface SharedColumns extends RecordColumns {
  group_name: string;
  topic: string;
  attempts: number;
  inbox_id: string | null;
  remote_message_id: string | null;
}

export interface DeadLetterRow extends SharedColumns {
  id: string;
  error_class: 'retriable' | 'permanent';
  code: string;
  reason: string;
  raw_ref: string | null;
  state: DeadLetterState;
  died_at: Date;
  replayed_at: Date | null;
}

export interface ParkedRow extends SharedColumns {
  code: string | null;
  reason: string | null;
  parked_at: Date;
  next_try_at: Date;
}

export const DEAD_LETTER_COLUMNS = `id, group_name, topic, partition, "offset", key, envelope, appended_at, error_class, code, reason,
  attempts, raw_ref, inbox_id, remote_message_id, state, died_at, replayed_at`;

export const PARKED_COLUMNS = `r.group_name, r.topic, r.partition, r."offset", r.key, r.envelope, r.appended_at, r.attempts, r.code, r.reason,
  r.inbox_id, r.remote_message_id, r.parked_at, k.next_try_at`;

export function toDeadLetter(row: DeadLetterRow): DeadLetter {
  return {
    id: row.id,
    ...toShared(row),
    errorClass: row.error_class,
    code: row.code,
    reason: row.reason,
    rawRef: row.raw_ref ?? undefined,
    state: row.state,
    diedAt: row.died_at,
    replayedAt: row.replayed_at ?? undefined,
  };
}

export function toParkedRecord(row: ParkedRow): ParkedRecord {
  return {
    ...toShared(row),
    code: row.code ?? undefined,
    reason: row.reason ?? undefined,
    parkedAt: row.parked_at,
    nextTryAt: row.next_try_at,
  };
}

function toShared(row: SharedColumns) {
  return {
    group: row.group_name,
    topic: row.topic,
    partition: row.partition,
    offset: row.offset,
    key: row.key,
    envelope: JSON.parse(row.envelope) as Envelope,
    appendedAt: row.appended_at,
    attempts: row.attempts,
    inboxId: row.inbox_id ?? undefined,
    remoteMessageId: row.remote_message_id ?? undefined,
  };
}
