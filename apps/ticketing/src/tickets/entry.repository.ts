import { Injectable } from '@nestjs/common';
import { toTerseParts } from '#contracts';
import { isUniqueViolation } from '#database';
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

@Injectable()
export class EntryRepository {
  /**
   * Writes entries with the blobs they name and the deliveries they came by, in one statement. Rejects with a `RetriableError`
   * (`entry_exists`) when another transaction wrote one of them meanwhile: the second try will see it.
   */
  async insert(transaction: Transaction, entries: readonly EntryRow[], deliveries: readonly Delivery[], now: Date): Promise<void> {
    if (entries.length === 0) return;
    const blobs = entries.flatMap(toBlobRows);
    try {
      await transaction.query(
        INSERT,
        [JSON.stringify(entries.map(toColumns)), now, JSON.stringify(blobs), JSON.stringify(deliveries.map(toLedgerRow))],
        'ticketing_insert_entries',
      );
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

const INSERT = `
  with blobs as (
    insert into entry_blobs (sha256, entry_id)
    select decode(sha256, 'hex'), entry_id from json_to_recordset($3::json) as b (sha256 text, entry_id uuid)
  ), delivered as (
    insert into ledger (entry_id, delivery_id, inbox_id, remote_message_id, outcome, received_at, recorded_at)
    select entry_id, delivery_id, inbox_id, remote_message_id, 'ticketed', received_at, $2::timestamptz
    from json_to_recordset($4::json) as l (entry_id uuid, delivery_id text, inbox_id text, remote_message_id text, received_at timestamptz)
  )
  insert into entries (id, ticket_id, seq, direction, channel, inbox_id, remote_message_id, idempotency_key, occurred_at, received_at,
    recorded_at, revision, folded, author, plain_text, new_text, parts, threading, delivery, flags, raw, reply_context)
  select id, ticket_id, seq, direction, channel, inbox_id, remote_message_id, idempotency_key, occurred_at, received_at,
    $2::timestamptz, coalesce(revision, 1), coalesce(folded, false), author, plain_text, new_text, parts, threading, delivery,
    coalesce(flags, '{}'), raw, reply_context
  from json_to_recordset($1::json) as e (id uuid, ticket_id uuid, seq int, direction text, channel text, inbox_id text,
    remote_message_id text, idempotency_key text, occurred_at timestamptz, received_at timestamptz, revision int, folded bool,
    author json, plain_text text, new_text text, parts json, threading json, delivery json, flags json, raw json, reply_context json)`;

/** What most entries have alike is left out: the server pays for each field of each row. */
function toColumns(entry: EntryRow): Record<string, unknown> {
  return {
    id: entry.id,
    ticket_id: entry.ticketId,
    seq: entry.seq,
    direction: entry.direction,
    channel: entry.channel,
    inbox_id: entry.inboxId,
    remote_message_id: entry.remoteMessageId,
    idempotency_key: entry.idempotencyKey,
    occurred_at: entry.occurredAt,
    received_at: entry.receivedAt,
    revision: entry.revision === 1 ? undefined : entry.revision,
    folded: entry.folded || undefined,
    author: entry.author,
    plain_text: entry.plainText,
    new_text: entry.newText === entry.plainText ? undefined : entry.newText,
    parts: toTerseParts(entry.parts, entry.plainText),
    threading: entry.threading,
    delivery: entry.delivery ?? undefined,
    flags: Object.keys(entry.flags).length === 0 ? undefined : entry.flags,
    raw: entry.raw,
    reply_context: entry.replyContext,
  };
}

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
export function toBlobRows(entry: Pick<EntryRow, 'id' | 'parts' | 'raw'>): { sha256: string; entry_id: string }[] {
  return blobRefsOf(entry).map((ref) => ({ sha256: ref.slice('sha256:'.length), entry_id: entry.id }));
}
