import { Injectable } from '@nestjs/common';
import { toTerseParts } from '#contracts';
import { isUniqueViolation, TextColumns } from '#database';
import type { Transaction } from '#database';
import { RetriableError } from '#runtime';
import { blobRefsOf } from './entry-row.js';
import type { EntryRow } from './entry-row.js';

/** One delivery of a message to us, as the ledger keeps it. */
export interface Delivery {
  readonly entryId: string;
  readonly deliveryId: string;
  readonly inboxId: string;
  readonly remoteMessageId: string;
  readonly receivedAt: string;
}

/** That an entry names a blob. */
export interface BlobUse {
  readonly sha256: string;
  readonly entry_id: string;
}

@Injectable()
export class EntryRepository {
  /**
   * Writes entries with the blobs they name and the deliveries they came by, in one statement. Rejects with a `RetriableError`
   * (`entry_exists`) when another transaction wrote one of them meanwhile: the second try will see it.
   */
  async insert(transaction: Transaction, entries: readonly EntryRow[], deliveries: readonly Delivery[], now: Date): Promise<void> {
    if (entries.length === 0) return;
    const blobs = entries.flatMap(toBlobRows);
    const values = [now, ...ENTRIES.toValues(entries), ...BLOBS.toValues(blobs), ...DELIVERIES.toValues(deliveries)];
    try {
      await transaction.query(INSERT, values, 'ticketing_insert_entries');
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new RetriableError('an entry was written by somebody else at the same moment', { code: 'entry_exists', cause: error });
    }
  }

  /** Counts further deliveries of messages that are entries already. A record that is read again counts nothing. */
  async countDeliveries(transaction: Transaction, deliveries: readonly Delivery[], now: Date): Promise<void> {
    if (deliveries.length === 0) return;
    await transaction.query(
      `with fresh as (
         insert into ledger (entry_id, delivery_id, inbox_id, remote_message_id, outcome, received_at, recorded_at)
         select entry_id, delivery_id, inbox_id, remote_message_id, 'duplicate', received_at, $2::timestamptz
         from json_to_recordset($1::json) as l (entry_id uuid, delivery_id text, inbox_id text, remote_message_id text, received_at timestamptz)
         order by entry_id, delivery_id on conflict do nothing returning entry_id
       ), counted as (
         select e.id, f.count from (select entry_id, count(*)::int as count from fresh group by entry_id) f
         join entries e on e.id = f.entry_id order by e.id for no key update of e
       )
       update entries e set deliveries = e.deliveries + counted.count from counted where e.id = counted.id`,
      [JSON.stringify(deliveries.map(toLedgerRow)), now],
      'ticketing_count_deliveries',
    );
  }
}

const ENTRIES = new TextColumns<EntryRow>([
  { name: 'id', type: 'uuid', value: ({ id }) => id },
  { name: 'ticket_id', type: 'uuid', value: ({ ticketId }) => ticketId },
  { name: 'seq', type: 'int', value: ({ seq }) => seq },
  { name: 'direction', type: 'text', value: ({ direction }) => direction },
  { name: 'channel', type: 'text', value: ({ channel }) => channel },
  { name: 'inbox_id', type: 'text', value: ({ inboxId }) => inboxId },
  { name: 'remote_message_id', type: 'text', value: ({ remoteMessageId }) => remoteMessageId },
  { name: 'idempotency_key', type: 'text', value: ({ idempotencyKey }) => idempotencyKey },
  { name: 'occurred_at', type: 'timestamptz', value: ({ occurredAt }) => occurredAt },
  { name: 'received_at', type: 'timestamptz', value: ({ receivedAt }) => receivedAt },
  { name: 'revision', type: 'int', value: ({ revision }) => revision },
  { name: 'folded', type: 'bool', value: ({ folded }) => folded },
  { name: 'author', type: 'json', value: ({ author }) => author },
  { name: 'plain_text', type: 'text', value: ({ plainText }) => plainText },
  { name: 'new_text', type: 'text', value: ({ newText, plainText }) => (newText === plainText ? null : newText) },
  { name: 'parts', type: 'json', value: ({ parts, plainText }) => toTerseParts(parts, plainText) },
  { name: 'threading', type: 'json', value: ({ threading }) => threading },
  { name: 'delivery', type: 'json', value: ({ delivery }) => delivery },
  { name: 'flags', type: 'json', value: ({ flags }) => flags },
  { name: 'raw', type: 'json', value: ({ raw }) => raw },
  { name: 'reply_context', type: 'json', value: ({ replyContext }) => replyContext },
]);

const BLOBS = new TextColumns<BlobUse>([
  { name: 'sha256', type: 'text', value: ({ sha256 }) => sha256 },
  { name: 'entry_id', type: 'uuid', value: ({ entry_id }) => entry_id },
]);

const DELIVERIES = new TextColumns<Delivery>([
  { name: 'entry_id', type: 'uuid', value: ({ entryId }) => entryId },
  { name: 'delivery_id', type: 'text', value: ({ deliveryId }) => deliveryId },
  { name: 'inbox_id', type: 'text', value: ({ inboxId }) => inboxId },
  { name: 'remote_message_id', type: 'text', value: ({ remoteMessageId }) => remoteMessageId },
  { name: 'received_at', type: 'timestamptz', value: ({ receivedAt }) => receivedAt },
]);

/** Time, then the values of entries, blobs and deliveries. */
const INSERT = `
  with blobs as (
    insert into entry_blobs (sha256, entry_id)
    select decode(sha256, 'hex'), entry_id from (${BLOBS.select(2 + ENTRIES.parameters)}) b
  ), delivered as (
    insert into ledger (outcome, recorded_at, ${DELIVERIES.names})
    select 'ticketed', $1::timestamptz, d.* from (${DELIVERIES.select(2 + ENTRIES.parameters + BLOBS.parameters)}) d
  )
  insert into entries (recorded_at, ${ENTRIES.names}) select $1::timestamptz, e.* from (${ENTRIES.select(2)}) e`;

function toLedgerRow(delivery: Delivery): Record<string, unknown> {
  return {
    entry_id: delivery.entryId,
    delivery_id: delivery.deliveryId,
    inbox_id: delivery.inboxId,
    remote_message_id: delivery.remoteMessageId,
    received_at: delivery.receivedAt,
  };
}

/** Rows of `entry_blobs`. */
export function toBlobRows(entry: Pick<EntryRow, 'id' | 'parts' | 'raw'>): BlobUse[] {
  return blobRefsOf(entry).map((ref) => ({ sha256: ref.slice('sha256:'.length), entry_id: entry.id }));
}
