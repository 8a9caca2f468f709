import type { OutgoingRecord } from '#event-bus';
import type { ContactId } from '#contracts';
import { asEntryId, describeTicket, toTicketRecord } from '../tickets/ticket-events.js';
import type { BatchPlan, PlannedEntry } from './batch-plan.js';

/** What the batch tells the rest of the house, in the order it happened. */
export function toRecords(plan: BatchPlan, now: Date): OutgoingRecord[] {
  const told = new Set<unknown>();
  const events = plan.entries.flatMap((entry) => {
    const records = entry.opens ? [toOpened(entry, now)] : [];
    records.push(toEntryAdded(entry, now));
    for (const change of entry.draft.statusChanges) {
      if (told.has(change) || change.version !== entry.version) continue;
      told.add(change);
      const ticket = { ...describeTicket(entry.draft, now), version: change.version };
      const data = { ...ticket, from: change.from, to: change.to, reason: 'customer wrote' };
      records.push(toTicketRecord('ticket.status_changed.v1', data, entry.traceparent));
    }
    return records;
  });
  return [...plan.replies, ...events];
}

function toOpened({ draft, version, row, resolved, traceparent }: PlannedEntry, now: Date): OutgoingRecord {
  const { subject, contactId } = draft;
  // The stream goes to everybody.
  const confidential = resolved?.item.message.handling?.confidential === true;
  const inbox = row.inboxId === null ? {} : { inboxId: row.inboxId };
  const data = {
    ...describeTicket({ id: draft.id, number: draft.number, version }, now),
    subject: confidential ? '' : subject,
    contactId: contactId as ContactId,
    ...inbox,
  };
  return toTicketRecord('ticket.opened.v1', data, traceparent);
}

function toEntryAdded({ draft, version, row, traceparent }: PlannedEntry, now: Date): OutgoingRecord {
  const { ticketId, number, at } = describeTicket(draft, now);
  const data = { ticketId, number, version, at, entryId: asEntryId(row.id), seq: row.seq, direction: row.direction };
  return toTicketRecord('ticket.entry_added.v1', data, traceparent);
}
