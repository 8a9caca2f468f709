import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';
import type { StoredOffer } from './contact-offer.js';

@Injectable()
export class ContactOfferRepository {
  async insert(transaction: Transaction, offers: readonly StoredOffer[]): Promise<void> {
    const rows = offers.map((offer) => ({
      entry_id: offer.entryId,
      scheme: offer.address.scheme,
      value: offer.address.value,
      display_name: offer.address.displayName ?? null,
      message_ids: offer.messageIds,
      forwarder: offer.forwarder,
      reason: offer.reason,
      verified: offer.verified,
    }));
    await transaction.query(
      `insert into contact_offers (entry_id, scheme, value, display_name, message_ids, forwarder, reason, verified)
       select * from json_to_recordset($1::json) as o (entry_id uuid, scheme text, value text, display_name text, message_ids text[],
         forwarder text, reason text, verified bool)`,
      [JSON.stringify(rows)],
    );
  }

  /** The latest of a ticket; locked, when asked inside a transaction that decides about it. */
  async findOf(sql: Sql, ticketId: string, lock: '' | 'for update of o' = ''): Promise<StoredOffer | null> {
    const [row] = await sql.query<StoredOffer & { [column: string]: unknown }>(
      `select o.entry_id as "entryId", o.reason, o.verified, o.state, o.decided_at as "decidedAt", o.forwarder,
         json_strip_nulls(json_build_object('scheme', o.scheme, 'value', o.value, 'displayName', o.display_name)) as address,
         o.message_ids as "messageIds", o.before
       from contact_offers o join entries e on e.id = o.entry_id where e.ticket_id = $1::uuid order by e.seq desc limit 1 ${lock}`,
      [ticketId],
    );
    return row ?? null;
  }

  async decide(
    transaction: Transaction,
    entryId: string,
    state: StoredOffer['state'],
    before: StoredOffer['before'],
    actor: Actor,
    now: Date,
  ): Promise<void> {
    await transaction.query('update contact_offers set state = $2, before = $3, actor = $4, decided_at = $5 where entry_id = $1', [
      ...[entryId, state, before === null ? null : JSON.stringify(before)],
      ...[JSON.stringify(actor), state === 'offered' ? null : now],
    ]);
  }
}
