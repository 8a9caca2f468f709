import type { CallRecord } from '#contracts';
import type { Sql } from '#database';
import type { ClockStopper } from '../../desk/schema/targets.js';
import type { EntryAuthor, EntryDirection, EntryFlags } from '../../tickets/entry-row.js';
import { takenAt } from './call-clocks.js';
import type { ClockAct, ClockEvent } from './clock.js';

/** Code of the record that an agent got in touch with the contact by a way that no channel saw. */
export const CONTACT_MADE = 'contact.made';
/** Code of the note that key points of a call were recorded; its data say whether they name the caller. */
export const CALL_NOTED = 'call.noted';

interface RecordData {
  readonly reached?: boolean;
  readonly identified?: boolean;
  readonly at?: string;
  readonly moveId?: string;
  readonly kind?: string;
  readonly undone?: boolean;
}

/** What clocks want to know of an entry. */
export interface ActingEntry {
  readonly id: string;
  readonly ticketId: string;
  readonly seq: number;
  readonly direction: EntryDirection;
  readonly channel: string;
  readonly inboxId: string | null;
  readonly role: EntryAuthor['role'];
  readonly flags: EntryFlags;
  readonly folded: boolean;
  readonly receivedAt: Date;
  readonly occurredAt: Date;
  readonly deliveryStatus: string | null;
  readonly call: CallRecord | null;
  readonly record: { readonly code: string; readonly data?: RecordData } | null;
}

const SELECT = `
  select id, ticket_id as "ticketId", seq, direction, channel, inbox_id as "inboxId", author->>'role' as role, flags, folded, received_at as "receivedAt",
    occurred_at as "occurredAt", case when delivery->'held' is not null then 'held' else delivery->>'status' end as "deliveryStatus",
    (select p->'call' from json_array_elements(parts) p where p->>'type' = 'call' limit 1) as call,
    (select p from json_array_elements(parts) p where p->>'type' = 'system' limit 1) as record
  from entries`;

export async function readActingEntries(sql: Sql, ids: readonly string[]): Promise<Map<string, ActingEntry>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<ActingEntry>(`${SELECT} where id = any($1::uuid[])`, [[...new Set(ids)]], 'ticketing_acting_entries');
  return new Map(rows.map((row) => [row.id, row]));
}

/** What came to these tickets since then; `actOf` says which of it was ours. */
export async function readEntriesSince(sql: Sql, ticketIds: readonly string[], since: Date): Promise<ActingEntry[]> {
  return sql.query<ActingEntry>(
    `${SELECT} where ticket_id = any($1::uuid[]) and received_at >= $2`,
    [ticketIds, since],
    'ticketing_entries_since',
  );
}

/** By what the customers of these tickets were answered since then, ticket by ticket, in order of their times. */
export async function readActs(sql: Sql, ticketIds: readonly string[], since: Date): Promise<Map<string, ClockAct[]>> {
  const acts = new Map<string, ClockAct[]>();
  for (const entry of await readEntriesSince(sql, ticketIds, since)) {
    const act = actOf(entry);
    if (act !== null) acts.set(entry.ticketId, [...(acts.get(entry.ticketId) ?? []), { ...act, entryId: entry.id }]);
  }
  for (const list of acts.values()) list.sort((a, b) => a.at - b.at);
  return acts;
}

/** A person of the customer's side wants something, since then; null for machines, old mail and what is folded away. */
export function askedAt({ direction, role, flags, folded, receivedAt, call }: ActingEntry): number | null {
  if (direction !== 'inbound' || role !== 'customer' || folded) return null;
  if (flags.automated !== undefined || flags.bounce === true || flags.spam === true || flags.historical === true) return null;
  return call === null ? receivedAt.getTime() : Date.parse(call.startedAt);
}

/** An answer that failed, was taken back, or has not gone out yet. */
export function hasNotArrived({ deliveryStatus }: ActingEntry): boolean {
  return deliveryStatus === 'failed' || deliveryStatus === 'recalled' || deliveryStatus === 'held';
}

/** Somebody of ours was in touch with the customer, by this and then; null for what the house sends by itself. */
export function actOf(entry: ActingEntry): { readonly by: ClockStopper; readonly at: number } | null {
  const { direction, role, flags, call, record } = entry;
  if (hasNotArrived(entry)) return null;
  const at = entry.occurredAt.getTime();
  if (call !== null) {
    const taken = takenAt(call);
    return taken === null ? null : { by: 'call', at: taken };
  }
  if (record?.code === CONTACT_MADE)
    return record.data?.reached === true ? { by: 'call', at: Date.parse(record.data.at ?? '') || at } : null;
  // Who typed it in for the customer was with him.
  if (flags.recordedBy !== undefined) return { by: 'call', at: entry.receivedAt.getTime() };
  if (direction === 'note') return role === 'agent' ? { by: 'note', at } : null;
  // What a bot says is automatic too; whether that is an answer is the target's to say.
  if ((flags.automatic !== undefined && role !== 'bot') || flags.automated !== undefined || flags.historical === true) return null;
  if (direction === 'echo') return { by: role === 'bot' ? 'bot' : 'answer', at };
  if (direction !== 'outbound' || role === 'system') return null;
  return { by: role === 'bot' ? 'bot' : 'answer', at };
}

/** When it was recorded with whom one speaks: by key points of the call, or as a contact that was made; null for all else. */
export function identifiedAt({ record, occurredAt }: ActingEntry): number | null {
  if (record?.code === CALL_NOTED) return record.data?.identified === true ? occurredAt.getTime() : null;
  if (record?.code !== CONTACT_MADE || record.data?.reached !== true) return null;
  return Date.parse(record.data.at ?? '') || occurredAt.getTime();
}

/** Who called in these tickets since then, as it was recorded, ticket by ticket, in order of time. */
export async function readIdentified(sql: Sql, ticketIds: readonly string[], since: Date): Promise<Map<string, ClockEvent[]>> {
  const found = new Map<string, ClockEvent[]>();
  for (const entry of await readEntriesSince(sql, ticketIds, since)) {
    const at = identifiedAt(entry);
    if (at !== null) found.set(entry.ticketId, [...(found.get(entry.ticketId) ?? []), { entryId: entry.id, at }]);
  }
  for (const list of found.values()) list.sort((a, b) => a.at - b.at);
  return found;
}

/** Everything of these tickets, in the order of their threads. */
export async function readThreads(sql: Sql, ticketIds: readonly string[]): Promise<ActingEntry[]> {
  if (ticketIds.length === 0) return [];
  return sql.query<ActingEntry>(`${SELECT} where ticket_id = any($1::uuid[]) order by ticket_id, seq`, [ticketIds], 'ticketing_entries_of');
}
