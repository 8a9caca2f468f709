import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BlobRef } from '#contracts';
import type { Transaction } from '#database';
import { listForgetting } from '../contacts/erased-conversations.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { RetentionSection } from '../desk/schema/retention.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { eraseEntryContent } from './erase-content.js';
import { isHeld } from './legal-hold.repository.js';

const KIND = 'retention.kept_recording';
const DAY_MS = 86_400_000;

/** Of an entry `e`: a call with a recording, or the record of a measure with one. */
export const HAS_RECORDING = `e.parts::text ~ '"recordings":[[:space:]]*[[][[:space:]]*[{]'`;

export interface KeptRecording {
  readonly id: string;
  readonly ticketId: string;
  /** From then on nothing keeps it. */
  readonly until: Date;
}

/** Which of these entries hold recordings that must be kept yet (`retention.recordingsAtLeastDays`). */
export async function findKeptRecordings(
  transaction: Transaction,
  { recordingsAtLeastDays: days }: Pick<RetentionSection, 'recordingsAtLeastDays'>,
  entryIds: readonly string[],
  now: Date,
): Promise<KeptRecording[]> {
  if (days === undefined || entryIds.length === 0) return [];
  const rows = await transaction.query<{ id: string; ticketId: string; at: Date }>(
    `select e.id, e.ticket_id as "ticketId", e.occurred_at as at from entries e
     where e.id = any($1::uuid[]) and e.occurred_at > $2 and ${HAS_RECORDING} order by e.occurred_at, e.id`,
    [entryIds, new Date(now.getTime() - days * DAY_MS)],
  );
  return rows.map(({ id, ticketId, at }) => ({ id, ticketId, until: new Date(at.getTime() + days * DAY_MS) }));
}

/** Has them erased when their time is over, in the transaction that erases the rest. */
export async function eraseLater(transaction: Transaction, kept: readonly KeptRecording[]): Promise<void> {
  await transaction.query(
    `insert into timers (kind, key, due_at, data) select $2, id, until, '{}' from json_to_recordset($1::json) as k (id text, until timestamptz)
     on conflict (kind, key) do update set due_at = excluded.due_at`,
    [JSON.stringify(kept), KIND],
  );
}

/** Takes an entry's names of bytes away; what nobody names any more is swept. */
export async function forgetBlobs(transaction: Transaction, entryIds: readonly string[]): Promise<BlobRef[]> {
  const rows = await transaction.query<{ sha256: string }>(
    `delete from entry_blobs where entry_id = any($1::uuid[]) returning encode(sha256, 'hex') as sha256`,
    [entryIds],
  );
  return [...new Set(rows.map(({ sha256 }) => `sha256:${sha256}` as BlobRef))];
}

/** What is left of people who are erased: calls whose recording had to be kept. They go when that time is over; held ones when their hold is lifted. */
@Injectable()
export class KeptRecordings implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly profiles: DeskProfiles,
  ) {}

  onModuleInit(): void {
    this.timers.handle(KIND, (unit, due) => this.eraseDue(unit, due));
  }

  private async eraseDue(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const { transaction, now } = unit;
    const ids = due.map(({ key }) => key);
    const held = await transaction.query<{ id: string }>(
      `select e.id from entries e join tickets t on t.id = e.ticket_id where e.id = any($1::uuid[]) and ${isHeld('t')}`,
      [ids],
    );
    // The desk may have made the time longer since.
    const kept = await findKeptRecordings(transaction, this.profiles.current().desk.retention, ids, now);
    const later = [...held.map(({ id }) => ({ id, until: new Date(now.getTime() + DAY_MS) })), ...kept];
    await this.timers.set(
      transaction,
      later.map(({ id, until }) => ({ kind: KIND, key: id, dueAt: until })),
    );
    const goes = ids.filter((id) => !later.some((each) => each.id === id));
    if (goes.length === 0) return;
    const authors = await transaction.query<{ contactId: string | null; value: string | null }>(
      `select author->>'contactId' as "contactId", author->'identity'->>'value' as value from entries where id = any($1::uuid[])`,
      [goes],
    );
    const person = {
      contactIds: authors.flatMap(({ contactId }) => contactId ?? []),
      identities: authors.flatMap(({ value }) => (value === null ? [] : [{ value }])),
    };
    for (const record of await listForgetting(transaction, person, goes, now)) unit.send(record);
    await forgetBlobs(transaction, goes);
    await eraseEntryContent(transaction, goes, now);
  }
}
