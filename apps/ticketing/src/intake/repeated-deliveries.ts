import type { Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';
import type { Delivery } from '../tickets/entry.repository.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { asEntryId, describeTicket, toTicketRecord } from '../tickets/ticket-events.js';
import type { KnownEntry } from './sort-out.js';

/** Entries that a batch delivers once more: by deliveries that the ledger does not know yet, not by records that are read again. */
export async function findDeliveredAgain(
  transaction: Transaction,
  repeated: readonly Delivery[],
  known: ReadonlyMap<string, KnownEntry>,
): Promise<KnownEntry[]> {
  const deliveries = repeated.filter(({ entryId }) => known.has(entryId));
  if (deliveries.length === 0) return [];
  const rows = await transaction.query<{ entry_id: string }>(
    `select distinct d."entryId" as entry_id
     from json_to_recordset($1::json) as d ("entryId" uuid, "deliveryId" text, "remoteMessageId" text)
     where not exists (select from ledger l where left(l.remote_message_id, 200) = left(d."remoteMessageId", 200)
       and l.entry_id = d."entryId" and l.delivery_id = d."deliveryId")`,
    [JSON.stringify(deliveries)],
    'ticketing_find_delivered_again',
  );
  return rows.map((row) => known.get(row.entry_id)!);
}

/** One more delivery is a change of the ticket: whoever watches its version sees the count move. Returns what to tell. */
export function noteDeliveredAgain(entries: readonly KnownEntry[], drafts: ReadonlyMap<string, TicketDraft>, now: Date): OutgoingRecord[] {
  return entries.map(({ id, ticketId }) => {
    const draft = drafts.get(ticketId)!;
    draft.touch();
    return toTicketRecord('ticket.entry_changed.v1', { ...describeTicket(draft, now), entryId: asEntryId(id), change: 'delivery' });
  });
}
