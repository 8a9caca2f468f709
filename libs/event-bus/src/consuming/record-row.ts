import type { Envelope } from '#contracts';
import type { ConsumedRecord } from '../port.js';
import { toStorable } from './storable.js';

/** What parked records and dead letters keep of a record, and what they are found by. */
export interface RecordColumns {
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly envelope: string;
  readonly appended_at: Date;
}

export interface SearchColumns {
  readonly rawRef: string | null;
  readonly inboxId: string | null;
  readonly remoteMessageId: string | null;
  readonly blobRefs: string[];
}

const BLOB_REFS = /sha256:[0-9a-f]{64}/g;

/** `json` is the envelope of the record. Every blob reference in it counts as named, wherever it stands. */
export function searchColumnsOf(record: ConsumedRecord, json: string): SearchColumns {
  const data = record.envelope.data;
  const inbox = fieldOf(data, 'inbox');
  return {
    rawRef: textOf(fieldOf(fieldOf(data, 'raw'), 'ref')),
    inboxId: textOf(fieldOf(inbox, 'id')) ?? textOf(fieldOf(data, 'inboxId')),
    remoteMessageId: textOf(fieldOf(data, 'remoteMessageId')),
    blobRefs: [...new Set(json.match(BLOB_REFS) ?? [])],
  };
}

export function toConsumedRecord(topic: string, row: RecordColumns & { attempts: number; replayed: boolean }): ConsumedRecord {
  return {
    topic,
    partition: row.partition,
    offset: row.offset,
    key: row.key,
    envelope: JSON.parse(row.envelope) as Envelope,
    appendedAt: row.appended_at,
    attempt: row.attempts + 1,
    replayed: row.replayed,
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? toStorable(value) : null;
}
