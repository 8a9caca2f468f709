import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Claim, SettledClaim } from '../threading/collect-claims.js';

/** Longest id that is kept as it is: an index row of PostgreSQL ends at 2 704 bytes, and a character may take four. */
const LONGEST = 400;

/** How an id is written in `message_claims`. */
export function toClaimId(messageId: string): string {
  return messageId.length <= LONGEST ? messageId : `h:${hash('sha256', messageId, 'hex')}`;
}

/**
 * Which ticket a message id leads to, whether it is the id of an entry, of a mail of ours, or only named by others so far. The primary key
 * is what keeps two processes from opening two tickets for one thread (the order of the steps: `collectClaims`).
 */
@Injectable()
export class MessageClaimRepository {
  /** Claims ids nobody holds, in the order given, and returns those won. Waits for other transactions that claim the same. */
  async insert(transaction: Transaction, claims: readonly Claim[]): Promise<Set<string>> {
    if (claims.length === 0) return new Set();
    const ids = new Map(claims.map((claim) => [toClaimId(claim.messageId), claim.messageId]));
    const rows = await transaction.query<{ message_id: string }>(
      `insert into message_claims (message_id, ticket_id, entry_id)
       select message_id, ticket_id, entry_id
       from unnest($1::text[], $2::uuid[], $3::uuid[]) with ordinality as claim (message_id, ticket_id, entry_id, place) order by place
       on conflict do nothing returning message_id`,
      [
        [...claims.map((claim) => toClaimId(claim.messageId))],
        claims.map((claim) => claim.candidateTicketId),
        claims.map((claim) => claim.own),
      ],
      'ticketing_insert_claims',
    );
    return new Set(rows.map((row) => ids.get(row.message_id)!));
  }

  /** Writes the ticket that claims ended with and the entry whose id they turned out to be. Never takes an entry's id from it. */
  async settle(transaction: Transaction, claims: readonly SettledClaim[]): Promise<void> {
    if (claims.length === 0) return;
    await transaction.query(
      `update message_claims c set ticket_id = settled.ticket_id, entry_id = coalesce(c.entry_id, settled.entry_id)
       from (select claim.* from unnest($1::text[], $2::uuid[], $3::uuid[]) with ordinality as claim (message_id, ticket_id, entry_id, place)
             join message_claims held using (message_id) order by place for no key update of held) as settled
       where c.message_id = settled.message_id`,
      [claims.map((claim) => toClaimId(claim.messageId)), claims.map((claim) => claim.ticketId), claims.map((claim) => claim.own)],
      'ticketing_settle_claims',
    );
  }

  /**
   * An id of a message that we sent, for an entry of ours. Returns the ticket that others had claimed it for before, when that is another:
   * an answer to a mail whose id was not known yet overtook it.
   */
  async claimOurs(
    transaction: Transaction,
    messageId: string,
    ticketId: string,
    entryId: string,
  ): Promise<{ overtakenByTicket: string | null }> {
    const id = toClaimId(messageId);
    await transaction.query(
      `insert into message_claims (message_id, ticket_id, entry_id, ours) values ($1, $2, $3, true) on conflict do nothing`,
      [id, ticketId, entryId],
    );
    const [held] = await transaction.query<{ ticket_id: string }>(
      `select coalesce(e.ticket_id, c.ticket_id) as ticket_id from message_claims c left join entries e on e.id = c.entry_id
       where c.message_id = $1 for no key update of c`,
      [id],
    );
    await transaction.query(
      `update message_claims set ours = true, ticket_id = $2, entry_id = $3 where message_id = $1 and entry_id is distinct from $3`,
      [id, ticketId, entryId],
    );
    return { overtakenByTicket: held === undefined || held.ticket_id === ticketId ? null : held.ticket_id };
  }
}
