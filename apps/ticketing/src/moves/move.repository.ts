import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import { isUuid } from '../tickets/ticket.repository.js';
import type { Actor } from '../tickets/actor.js';
import type { StoredMove } from './move.js';

export interface PlacedEntry {
  readonly id: string;
  readonly ticketId: string;
  readonly seq: number;
  readonly channel: string;
  readonly direction: string;
  readonly inboxId: string | null;
  readonly conversation: { readonly key: string; readonly continues: boolean } | null;
  /** `PersonKey` of who wrote it, of inbound entries. */
  readonly person: string | null;
  readonly contactId: string | null;
}

/** `PersonKey` of who wrote an inbound entry. */
const WRITER = `concat_ws('|', author->'identity'->>'scheme', coalesce(author->'identity'->>'scope', ''), author->'identity'->>'value')`;

const PLACED = `id, ticket_id as "ticketId", seq, channel, direction, inbox_id as "inboxId",
  case when reply_context is null then null
    else json_build_object('key', reply_context->>'conversationKey', 'continues', (reply_context->>'continues')::bool) end as conversation,
  case when direction = 'inbound' and author->'identity' is not null and flags->>'bounce' is distinct from 'true' then ${WRITER} end as person, author->>'contactId' as "contactId"`;

@Injectable()
export class MoveRepository {
  /** Has it anything that came or went, beside records and notes? */
  async hasMessages(transaction: Transaction, ticketId: string): Promise<boolean> {
    const rows = await transaction.query(
      `select from entries where ticket_id = $1 and direction in ('inbound', 'outbound', 'echo') limit 1`,
      [ticketId],
    );
    return rows.length > 0;
  }

  /** The ticket that an id or a number leads to, after merges. */
  async findLead(sql: Sql, idOrNumber: string): Promise<{ id: string; number: string } | null> {
    const [row] = await sql.query<{ id: string; number: string }>(
      `select lead.id, lead.number from tickets asked join tickets lead on lead.id = coalesce(asked.merged_into, asked.id)
       where ${isUuid(idOrNumber) ? 'asked.id = $1::uuid' : 'asked.number = $1'}`,
      [idOrNumber],
    );
    return row ?? null;
  }

  async findEntries(transaction: Transaction, ids: readonly string[]): Promise<PlacedEntry[]> {
    return transaction.query<PlacedEntry>(`select ${PLACED} from entries where id = any($1::uuid[]) order by seq`, [ids]);
  }

  async findAllEntries(transaction: Transaction, ticketId: string): Promise<PlacedEntry[]> {
    return transaction.query<PlacedEntry>(`select ${PLACED} from entries where ticket_id = $1::uuid order by seq`, [ticketId]);
  }

  /** Marks the first message of a ticket as perhaps belonging elsewhere, ticket and all. Null when it waits for a decision already. */
  async suggest(transaction: Transaction, ticketId: string, toTicket: string): Promise<string | null> {
    const [row] = await transaction.query<{ id: string }>(
      `update entries set threading = (threading::jsonb || jsonb_build_object('review', true, 'suggestedTicketId', $2::text, 'wholeTicket', true))::json
       where id = (select id from entries where ticket_id = $1::uuid and direction = 'inbound' and threading is not null order by seq limit 1)
         and not (threading->>'review')::bool and threading->>'decided' is null returning id`,
      [ticketId, toTicket],
    );
    return row?.id ?? null;
  }

  /** Offers that nobody accepted go along, and what entries are found by. */
  async place(transaction: Transaction, places: readonly { id: string; ticketId: string; seq: number }[]): Promise<void> {
    await transaction.query(
      `with offers as (
         update contact_offers o set ticket_id = p.ticket_id from unnest($1::uuid[], $2::uuid[]) as p (id, ticket_id)
         where o.entry_id = p.id and o.state <> 'accepted'
       ), words as (
         update entry_words w set ticket_id = p.ticket_id from unnest($1::uuid[], $2::uuid[]) as p (id, ticket_id) where w.entry_id = p.id
       )
       update entries e set ticket_id = p.ticket_id, seq = p.seq
       from unnest($1::uuid[], $2::uuid[], $3::int[]) as p (id, ticket_id, seq) where e.id = p.id`,
      [places.map((place) => place.id), places.map((place) => place.ticketId), places.map((place) => place.seq)],
    );
  }

  /** Returns those who were no participants of the ticket before. */
  async addParticipants(
    transaction: Transaction,
    ticketId: string,
    people: readonly { person: string; contactId: string | null }[],
  ): Promise<string[]> {
    const unique = [...new Map(people.map((one) => [one.person, one])).values()];
    const rows = await transaction.query<{ person: string }>(
      `insert into ticket_people as p (ticket_id, person, contact_id, participant)
       select $1::uuid, person, contact_id, true from unnest($2::text[], $3::uuid[]) as u (person, contact_id)
       on conflict (ticket_id, person) do update set participant = true where not p.participant returning person`,
      [ticketId, unique.map(({ person }) => person), unique.map(({ contactId }) => contactId)],
    );
    return rows.map((row) => row.person);
  }

  /** Leaves those who have an undisputed message of their own in the ticket. */
  async removeParticipants(transaction: Transaction, ticketId: string, people: readonly string[]): Promise<void> {
    await transaction.query(
      `update ticket_people p set participant = false where ticket_id = $1::uuid and person = any($2::text[]) and not exists (
         select from entries where ticket_id = $1::uuid and direction = 'inbound'
           and (threading->>'review' is distinct from 'true' or threading->>'decided' = 'accepted')
           and p.person in (${WRITER}, 'contact||' || (author->>'contactId')))`,
      [ticketId, people],
    );
  }

  /** Lets conversations go on in `toTicket` that went on in `fromTicket`; returns them. */
  async redirectConversations(
    transaction: Transaction,
    conversations: readonly { inboxId: string; key: string }[],
    fromTicket: string,
    toTicket: string,
  ): Promise<{ inboxId: string; key: string }[]> {
    if (conversations.length === 0) return [];
    return transaction.query<{ inboxId: string; key: string }>(
      `update conversation_tickets c set ticket_id = $4 from (select distinct * from unnest($1::text[], $2::text[]) as w (inbox_id, key)) w
       where c.inbox_id = w.inbox_id and c.conversation_key = w.key and c.ticket_id = $3
       returning c.inbox_id as "inboxId", c.conversation_key as key`,
      [conversations.map(({ inboxId }) => inboxId), conversations.map(({ key }) => key), fromTicket, toTicket],
    );
  }

  /** Lets a ticket, and those merged into it earlier, lead to another. Returns the earlier ones. */
  async leadOn(transaction: Transaction, fromTicket: string, toTicket: string): Promise<string[]> {
    const led = await transaction.query<{ id: string }>('update tickets set merged_into = $2 where merged_into = $1 returning id', [
      fromTicket,
      toTicket,
    ]);
    await transaction.query('update tickets set merged_into = $2 where id = $1', [fromTicket, toTicket]);
    return led.map((row) => row.id);
  }

  async standAlone(transaction: Transaction, ticketId: string, led: readonly string[]): Promise<void> {
    await transaction.query('update tickets set merged_into = null where id = $1', [ticketId]);
    await transaction.query('update tickets set merged_into = $1 where id = any($2::uuid[])', [ticketId, led]);
  }

  async insert(transaction: Transaction, move: Omit<StoredMove, 'undoneAt'>): Promise<void> {
    await transaction.query(
      `insert into moves (id, kind, from_ticket, to_ticket, entry_ids, details, actor, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        move.id,
        move.kind,
        move.fromTicket,
        move.toTicket,
        move.entryIds,
        JSON.stringify(move.details),
        JSON.stringify(move.actor),
        move.madeAt,
      ],
    );
  }

  async find(sql: Sql, id: string): Promise<StoredMove | null> {
    const [row] = await sql.query<StoredMove & { [column: string]: unknown }>(`${SELECT} where id = $1`, [id]);
    return row ?? null;
  }

  async listOf(sql: Sql, ticketId: string): Promise<StoredMove[]> {
    return sql.query<StoredMove & { [column: string]: unknown }>(
      `${SELECT} where from_ticket = $1 or to_ticket = $1 order by made_at, id`,
      [ticketId],
    );
  }

  /** False when somebody undid it before. */
  async markUndone(transaction: Transaction, id: string, actor: Actor, now: Date): Promise<boolean> {
    const rows = await transaction.query(
      'update moves set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null returning id',
      [id, now, JSON.stringify(actor)],
    );
    return rows.length > 0;
  }
}

const SELECT = `select id, kind, from_ticket as "fromTicket", to_ticket as "toTicket", entry_ids as "entryIds", details, actor, made_at as "madeAt",
  undone_at as "undoneAt" from moves`;
