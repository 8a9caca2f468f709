import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';
import type { StoredOffer } from './contact-offer.js';

/**
 * From `o` of the offers of a ticket, as `$1` or `t.id`: those that its contact fits, the one it shows first. An offer stands while the contact is
 * the colleague who forwarded, and an acceptance while it is whom it made the contact. What nobody proved comes after what is proved.
 */
export const showOffer = (ticket: string) => `from contact_offers o join entries e on e.id = o.entry_id
  join tickets ot on ot.id = o.ticket_id join contacts now on now.id = ot.contact_id
  join contacts fits on fits.id = case o.state when 'accepted' then o.contact_id else o.forwarder_contact end
  where o.ticket_id = ${ticket} and coalesce(fits.merged_into, fits.id) = coalesce(now.merged_into, now.id)
  order by array_position(array['accepted', 'offered', 'rejected'], o.state), o.state = 'offered' and o.verified desc,
    o.decided_at desc nulls last, e.recorded_at desc, e.seq desc limit 1`;

const COLUMNS = `o.entry_id as "entryId", o.ticket_id as "ticketId", o.reason, o.verified, o.state, o.decided_at as "decidedAt", o.forwarder,
  o.forwarder_contact as "forwarderContact", o.contact_id as "contactId", o.message_ids as "messageIds", o.before,
  json_strip_nulls(json_build_object('scheme', o.scheme, 'value', o.value, 'displayName', o.display_name)) as address`;

type OfferRow = StoredOffer & { [column: string]: unknown };

@Injectable()
export class ContactOfferRepository {
  async insert(transaction: Transaction, offers: readonly StoredOffer[]): Promise<void> {
    const rows = offers.map((offer) => ({
      entry_id: offer.entryId,
      ticket_id: offer.ticketId,
      scheme: offer.address.scheme,
      value: offer.address.value,
      display_name: offer.address.displayName ?? null,
      message_ids: offer.messageIds,
      forwarder: offer.forwarder,
      forwarder_contact: offer.forwarderContact,
      reason: offer.reason,
      verified: offer.verified,
    }));
    await transaction.query(
      `insert into contact_offers (entry_id, ticket_id, scheme, value, display_name, message_ids, forwarder, forwarder_contact, reason, verified)
       select * from json_to_recordset($1::json) as o (entry_id uuid, ticket_id uuid, scheme text, value text, display_name text,
         message_ids text[], forwarder text, forwarder_contact uuid, reason text, verified bool)`,
      [JSON.stringify(rows)],
    );
  }

  /** What a ticket shows, locked; null when nobody is offered, or the contact is somebody else by now. */
  async lockShown(transaction: Transaction, ticketId: string): Promise<StoredOffer | null> {
    const [row] = await transaction.query<OfferRow>(`select ${COLUMNS} ${showOffer('$1::uuid')} for update of o`, [ticketId]);
    return row ?? null;
  }

  /** The offer that was decided last, locked. Undecided when none was, null when nobody was ever offered. */
  async lockDecided(transaction: Transaction, ticketId: string): Promise<StoredOffer | null> {
    const [row] = await transaction.query<OfferRow>(
      `select ${COLUMNS} from contact_offers o where o.ticket_id = $1::uuid order by o.decided_at desc nulls last limit 1 for update of o`,
      [ticketId],
    );
    return row ?? null;
  }

  async decide(
    transaction: Transaction,
    entryId: string,
    { state, contactId = null, before = null }: Pick<StoredOffer, 'state'> & Partial<Pick<StoredOffer, 'contactId' | 'before'>>,
    actor: Actor,
    now: Date,
  ): Promise<void> {
    await transaction.query(
      'update contact_offers set state = $2, contact_id = $3, before = $4, actor = $5, decided_at = $6 where entry_id = $1',
      [
        ...[entryId, state, contactId, before === null ? null : JSON.stringify(before)],
        ...[JSON.stringify(actor), state === 'offered' ? null : now],
      ],
    );
  }
}
