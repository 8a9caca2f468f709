import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import type { AcknowledgedEntry } from '../acknowledgements/acknowledger.js';
import type { Actor } from '../tickets/actor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { QuarantinedSender, QuarantineSelection, StoredDecision } from './quarantine.js';

/** A message whose sender was not told the number because it was one of a flood. */
export type HeldEntry = AcknowledgedEntry & { readonly ticketId: string };

const SELECT = `select id, decision, selection, cardinality(ticket_ids) as tickets, remaining, actor, made_at as "madeAt", undone_at as "undoneAt"`;

@Injectable()
export class QuarantineRepository {
  /** Who has most first. */
  async listSenders(sql: Sql, limit: number): Promise<QuarantinedSender[]> {
    return sql.query<QuarantinedSender & { [column: string]: unknown }>(
      `select c.id as "contactId", c.display_name as "displayName", coalesce((
         select json_agg(json_build_object('scheme', i.scheme, 'value', i.value) order by i.created_at, i.scheme, i.value)
         from identities i where i.contact_id = c.id), '[]') as identities,
         q.tickets, q.first as "firstOpenedAt", q.last as "lastOpenedAt"
       from (
         select coalesce(first.merged_into, first.id) as contact_id, count(*)::int as tickets, min(t.opened_at) as first, max(t.opened_at) as last
         from tickets t join contacts first on first.id = t.contact_id where t.quarantined and t.merged_into is null
         group by 1 order by count(*) desc, 1 limit $1
       ) q join contacts c on c.id = q.contact_id order by q.tickets desc, c.id`,
      [limit],
    );
  }

  /** Quarantined tickets of a selection, oldest first, and how many there are above `limit`. */
  async select(transaction: Transaction, selection: QuarantineSelection, limit: number): Promise<{ ids: string[]; remaining: number }> {
    const { condition, values } = toCondition(selection);
    const rows = await transaction.query<{ id: string; total: number }>(
      `select t.id, (count(*) over ())::int as total from tickets t where t.quarantined and t.merged_into is null and ${condition}
       order by t.opened_at, t.id limit ${limit}`,
      values,
    );
    return { ids: rows.map(({ id }) => id), remaining: (rows[0]?.total ?? 0) - rows.length };
  }

  /** Those that lead to no other ticket. */
  async findStanding(transaction: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows = await transaction.query<{ id: string }>('select id from tickets where id = any($1::uuid[]) and merged_into is null', [
      ids,
    ]);
    return rows.map(({ id }) => id);
  }

  async findHeld(transaction: Transaction, ticketIds: readonly string[]): Promise<HeldEntry[]> {
    return transaction.query<HeldEntry & { [column: string]: unknown }>(
      `select ticket_id as "ticketId", channel, inbox_id as "inboxId", remote_message_id as "remoteMessageId", reply_context as "replyContext"
       from entries where ticket_id = any($1::uuid[]) and flags->>'acknowledgementHeld' = 'true' order by recorded_at, ticket_id`,
      [ticketIds],
    );
  }

  /** Shows what was folded only because it was one of a flood. */
  async unfold(transaction: Transaction, ticketIds: readonly string[]): Promise<void> {
    await transaction.query(
      `update entries set folded = false where ticket_id = any($1::uuid[]) and folded and flags->>'quarantined' = 'true'
         and flags->'automated' is null and flags->>'bounce' is distinct from 'true' and flags->>'spam' is distinct from 'true'`,
      [ticketIds],
    );
  }

  async markSpam(transaction: Transaction, ticketIds: readonly string[], decisionId: string): Promise<void> {
    await transaction.query(
      `update entries set flags = (flags::jsonb || jsonb_build_object('spam', true, 'spamBy', $2::text))::json
       where ticket_id = any($1::uuid[]) and flags->>'quarantined' = 'true' and flags->>'spam' is distinct from 'true'`,
      [ticketIds, decisionId],
    );
  }

  async unmarkSpam(transaction: Transaction, ticketIds: readonly string[], decisionId: string): Promise<void> {
    await transaction.query(
      `update entries set flags = (flags::jsonb - 'spam' - 'spamBy')::json where ticket_id = any($1::uuid[]) and flags->>'spamBy' = $2`,
      [ticketIds, decisionId],
    );
  }

  async insert(transaction: Transaction, made: Omit<StoredDecision, 'tickets' | 'undoneAt'>): Promise<void> {
    await transaction.query(
      `insert into quarantine_decisions (id, decision, selection, ticket_ids, folded_ids, remaining, actor, made_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        made.id,
        made.decision,
        JSON.stringify(made.selection),
        made.ticketIds,
        made.foldedIds,
        made.remaining,
        JSON.stringify(made.actor),
        made.madeAt,
      ],
    );
  }

  async find(sql: Sql, id: string): Promise<StoredDecision | null> {
    const [row] = await sql.query<StoredDecision & { [column: string]: unknown }>(
      `${SELECT}, ticket_ids as "ticketIds", folded_ids as "foldedIds" from quarantine_decisions where id = $1::uuid`,
      [id],
    );
    return row ?? null;
  }

  /** Latest first. */
  async list(sql: Sql, limit: number): Promise<Omit<StoredDecision, 'ticketIds' | 'foldedIds'>[]> {
    return sql.query<StoredDecision & { [column: string]: unknown }>(
      `${SELECT} from quarantine_decisions order by made_at desc, id desc limit $1`,
      [limit],
    );
  }

  /** False when somebody undid it before. */
  async markUndone(transaction: Transaction, id: string, actor: Actor, now: Date): Promise<boolean> {
    const rows = await transaction.query(
      'update quarantine_decisions set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null returning id',
      [id, now, JSON.stringify(actor)],
    );
    return rows.length > 0;
  }
}

function toCondition(selection: QuarantineSelection): { condition: string; values: unknown[] } {
  if ('tickets' in selection) {
    const [ids, numbers] = [selection.tickets.filter(isUuid), selection.tickets.filter((ticket) => !isUuid(ticket))];
    return { condition: '(t.id = any($1::uuid[]) or t.number = any($2::text[]))', values: [ids, numbers] };
  }
  if ('contact' in selection)
    return {
      condition: 't.contact_id in (select id from contacts where id = $1::uuid or merged_into = $1::uuid)',
      values: [selection.contact],
    };
  const domain = selection.domain.toLowerCase().replace(/^@/, '');
  return {
    condition: `t.contact_id in (select contact_id from identities i where i.scheme = 'email'
      and ('.' || split_part(i.value, '@', -1)) like '%.' || $1)`,
    values: [domain.replaceAll(/[\\%_]/g, '\\$&')],
  };
}
