import { domainToASCII } from 'node:url';
import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import type { AcknowledgedEntry } from '../acknowledgements/acknowledger.js';
import type { Actor } from '../tickets/actor.js';
import { seenBy, seesTicket, type Viewer } from '../agents/viewer.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { QuarantineDecision, QuarantineSelection, StoredDecision } from './quarantine.js';

/** A message whose sender was not told the number because it was one of a flood. */
export type HeldEntry = AcknowledgedEntry & { readonly ticketId: string; readonly verified: boolean };

export interface ChangedEntry {
  readonly id: string;
  readonly ticketId: string;
  readonly [column: string]: unknown;
}
type FoundDecision = Omit<StoredDecision, 'lastSeqs' | 'fields'>;

/** Of `t`. What deliveries and records of the house move of a ticket is none of it. */
const FIELDS = 'md5(row(t.subject, t.priority, t.category, t.group_id, t.assignee_id, t.contact_id)::text)';
const SELECT = `select id, decision, selection, cardinality(ticket_ids) as tickets, remaining, actor, made_at as "madeAt", undone_at as "undoneAt"`;

@Injectable()
export class QuarantineRepository {
  /** Quarantined tickets of a selection, oldest first, and how many there are above `limit`. */
  async select(
    transaction: Transaction,
    selection: QuarantineSelection,
    limit: number,
    viewer: Viewer | null,
  ): Promise<{ ids: string[]; remaining: number }> {
    const { condition, values } = toCondition(selection);
    const seen = viewer === null ? 'true' : seenBy(viewer, 't', (value) => `$${values.push(value)}`);
    const rows = await transaction.query<{ id: string; total: number }>(
      `select t.id, (count(*) over ())::int as total from tickets t where t.quarantined and t.merged_into is null and ${condition} and ${seen}
       order by t.opened_at, t.id limit ${limit}`,
      values,
    );
    return { ids: rows.map(({ id }) => id), remaining: (rows[0]?.total ?? 0) - rows.length };
  }

  /** Those that lead to no other ticket, and whether they are as the decision left them: nothing that somebody wrote came since, and nobody set anything. */
  async findStanding(transaction: Transaction, decisionId: string): Promise<{ id: string; untouched: boolean }[]> {
    return transaction.query<{ id: string; untouched: boolean }>(
      `select t.id, (left_as.fields is null or left_as.fields = ${FIELDS}) and not exists (
           select from entries e where e.ticket_id = t.id and e.seq > left_as.last_seq and not e.folded) as untouched
       from quarantine_decisions d, unnest(d.ticket_ids, d.last_seqs, d.fields) as left_as (id, last_seq, fields)
       join tickets t on t.id = left_as.id where d.id = $1::uuid and t.merged_into is null`,
      [decisionId],
    );
  }

  /** Digests of what agents set, in the order of the ids. */
  async readFields(transaction: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows = await transaction.query<{ fields: string }>(
      `select ${FIELDS} as fields from unnest($1::uuid[]) with ordinality as a (id, place) join tickets t on t.id = a.id order by a.place`,
      [ids],
    );
    return rows.map(({ fields }) => fields);
  }

  async findHeld(transaction: Transaction, ticketIds: readonly string[]): Promise<HeldEntry[]> {
    return transaction.query<HeldEntry & { [column: string]: unknown }>(
      `select ticket_id as "ticketId", channel, inbox_id as "inboxId", remote_message_id as "remoteMessageId", reply_context as "replyContext",
         coalesce(new_text, plain_text) as "newText", coalesce(author->'identity'->>'assurance' = 'verified', false) as verified
       from entries where ticket_id = any($1::uuid[]) and flags->>'acknowledgementHeld' = 'true' order by recorded_at, ticket_id`,
      [ticketIds],
    );
  }

  /** Shows what was folded only because it was one of a flood. */
  async unfold(transaction: Transaction, ticketIds: readonly string[], decisionId: string): Promise<ChangedEntry[]> {
    return transaction.query<ChangedEntry>(
      `update entries set folded = false, flags = (flags::jsonb || jsonb_build_object('unfoldedBy', $2::text))::json
       where ticket_id = any($1::uuid[]) and folded and flags->>'quarantined' = 'true'
         and flags->'automated' is null and flags->>'bounce' is distinct from 'true' and flags->>'spam' is distinct from 'true'
       returning id, ticket_id as "ticketId"`,
      [ticketIds, decisionId],
    );
  }

  async refold(transaction: Transaction, ticketIds: readonly string[], decisionId: string): Promise<ChangedEntry[]> {
    return transaction.query<ChangedEntry>(
      `update entries set folded = true, flags = (flags::jsonb - 'unfoldedBy')::json
       where ticket_id = any($1::uuid[]) and flags->>'unfoldedBy' = $2 returning id, ticket_id as "ticketId"`,
      [ticketIds, decisionId],
    );
  }

  async markSpam(transaction: Transaction, ticketIds: readonly string[], decisionId: string): Promise<ChangedEntry[]> {
    return transaction.query<ChangedEntry>(
      `update entries set flags = (flags::jsonb || jsonb_build_object('spam', true, 'spamBy', $2::text))::json
       where ticket_id = any($1::uuid[]) and flags->>'quarantined' = 'true' and flags->>'spam' is distinct from 'true'
       returning id, ticket_id as "ticketId"`,
      [ticketIds, decisionId],
    );
  }

  async unmarkSpam(transaction: Transaction, ticketIds: readonly string[], decisionId: string): Promise<ChangedEntry[]> {
    return transaction.query<ChangedEntry>(
      `update entries set flags = (flags::jsonb - 'spam' - 'spamBy')::json
       where ticket_id = any($1::uuid[]) and flags->>'spamBy' = $2 returning id, ticket_id as "ticketId"`,
      [ticketIds, decisionId],
    );
  }

  async insert(transaction: Transaction, made: Omit<StoredDecision, 'tickets' | 'undoneAt'>): Promise<void> {
    await transaction.query(
      `insert into quarantine_decisions (id, decision, selection, ticket_ids, folded_ids, last_seqs, fields, remaining, actor, made_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        made.id,
        made.decision,
        JSON.stringify(made.selection),
        made.ticketIds,
        made.foldedIds,
        made.lastSeqs,
        made.fields,
        made.remaining,
        JSON.stringify(made.actor),
        made.madeAt,
      ],
    );
  }

  async find(sql: Sql, id: string): Promise<FoundDecision | null> {
    const [row] = await sql.query<FoundDecision & { [column: string]: unknown }>(
      `${SELECT}, ticket_ids as "ticketIds", folded_ids as "foldedIds" from quarantine_decisions where id = $1::uuid`,
      [id],
    );
    return row ?? null;
  }

  /** Latest first. A decision is seen with any of its tickets. */
  async list(sql: Sql, limit: number, viewer: Viewer | null): Promise<QuarantineDecision[]> {
    const values: unknown[] = [limit];
    const any = () =>
      `exists (select from unnest(ticket_ids) as u (id) where ${seesTicket(viewer!, 'u.id', (value) => `$${values.push(value)}`)})`;
    return sql.query<QuarantineDecision & { [column: string]: unknown }>(
      `${SELECT} from quarantine_decisions where ${viewer === null ? 'true' : any()} order by made_at desc, id desc limit $1`,
      values,
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
  if ('contact' in selection) return { condition: ofPeople('select $1::uuid'), values: [selection.contact] };
  const given = selection.domain.toLowerCase().replace(/^@/, '');
  const domain = domainToASCII(given) || given;
  return {
    condition: ofPeople(
      `select contact_id from identities i where i.scheme = 'email' and ('.' || split_part(i.value, '@', -1)) like '%.' || $1`,
    ),
    values: [domain.replaceAll(/[\\%_]/g, '\\$&')],
  };
}

/** Tickets of contacts, and of all that were put together with them. */
function ofPeople(contacts: string): string {
  return `t.contact_id in (
    with leads as materialized (select distinct coalesce(merged_into, id) as id from contacts where id in (${contacts}))
    select id from leads union select c.id from contacts c join leads on c.merged_into = leads.id)`;
}
