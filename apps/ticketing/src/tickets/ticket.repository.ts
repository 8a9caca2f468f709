import { Inject, Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { NumberTold, TicketDraft, TicketState } from './ticket-draft.js';
import type { TicketPriority, TicketStatus } from './ticket-state.js';

interface TicketRow {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly status: TicketStatus;
  readonly contact_id: string;
  readonly channels: string[];
  readonly inbox_id: string | null;
  readonly version: number;
  readonly last_seq: number;
  readonly folded: boolean;
  readonly quarantined: boolean;
  readonly number_told: NumberTold | null;
  readonly automatic_mails: number;
  readonly last_occurred_at: Date | null;
  readonly merged_into: string | null;
}

/** What only the opening of a ticket decides. */
export interface TicketOpening {
  readonly draft: TicketDraft;
  readonly openedAt: Date;
  /** `toTopicId` of the first subject. */
  readonly topicId: string | null;
  readonly startsWithReply: boolean;
  readonly firstOccurredAt: Date | null;
  readonly priority?: TicketPriority;
  readonly category?: string | null;
  /** Number of an order or a case elsewhere. */
  readonly reference?: string | null;
  readonly groupId?: string | null;
  readonly assigneeId?: string | null;
  /** Seen by supervisors and its assignee. */
  readonly confidential?: boolean;
  /** What its contact must prove before anything is answered. */
  readonly proof?: { readonly scheme: string; readonly value: string } | null;
}

/** Somebody who takes part in a ticket. `person` is a `PersonKey` of threading. */
export interface TicketPerson {
  readonly ticketId: string;
  readonly person: string;
  readonly contactId: string | null;
  /** May join by reference; the others only got a copy. */
  readonly participant: boolean;
}

@Injectable()
export class TicketRepository {
  constructor(@Inject(DeskProfiles) private readonly profiles: Pick<DeskProfiles, 'current'>) {}

  /**
   * Locks tickets until the transaction ends, in one order everywhere. A merged ticket is not followed: it comes back with `mergedInto`.
   */
  async lock(transaction: Transaction, ids: readonly string[]): Promise<Map<string, TicketState & { mergedInto: string | null }>> {
    if (ids.length === 0) return new Map();
    const rows = await transaction.query<TicketRow>(
      `select id, number, subject, status, contact_id, channels, inbox_id, version, last_seq, folded, quarantined, number_told,
         automatic_mails, last_occurred_at, merged_into
       from tickets where id = any($1::uuid[]) order by id for no key update`,
      [[...ids]],
      'ticketing_lock_tickets',
    );
    return new Map(rows.map((row) => [row.id, toState(row)]));
  }

  /** Writes what opened and what changed, in one statement. */
  async write(transaction: Transaction, openings: readonly TicketOpening[], changed: readonly TicketDraft[], now: Date): Promise<void> {
    const touched = changed.filter((draft) => draft.isTouched);
    if (openings.length === 0 && touched.length === 0) return;
    await transaction.query(
      `with opened as (
         insert into tickets (id, number, subject, status, priority, category, group_id, assignee_id, contact_id, channels, inbox_id,
           opened_at, updated_at, version, last_seq, folded, quarantined, number_told, automatic_mails, topic, starts_with_reply,
           first_occurred_at, last_occurred_at, confidential, proof, reference, desk_version)
         select id, number, subject, status, priority, category, group_id, assignee_id, contact_id, channels, inbox_id,
           opened_at, $3::timestamptz, version, last_seq, folded, quarantined, number_told, automatic_mails, topic, starts_with_reply,
           first_occurred_at, last_occurred_at, confidential, proof, reference, nullif($4::int, 0)
         from json_to_recordset($1::json) as t (id uuid, number text, subject text, status text, priority text, category text, group_id uuid,
           assignee_id uuid, contact_id uuid, channels text[], inbox_id text, opened_at timestamptz, version int, last_seq int, folded bool,
           quarantined bool, number_told jsonb, automatic_mails int, topic uuid, starts_with_reply bool, first_occurred_at timestamptz,
           last_occurred_at timestamptz, confidential bool, proof jsonb, reference text)
       )
       update tickets t set status = c.status, channels = c.channels, updated_at = $3::timestamptz, version = c.version,
         last_seq = c.last_seq, folded = c.folded, quarantined = c.quarantined, number_told = c.number_told,
         automatic_mails = c.automatic_mails, last_occurred_at = c.last_occurred_at
       from json_to_recordset($2::json) as c (id uuid, status text, channels text[], version int, last_seq int, folded bool,
         quarantined bool, number_told jsonb, automatic_mails int, last_occurred_at timestamptz)
       where t.id = c.id`,
      [JSON.stringify(openings.map(toOpeningRow)), JSON.stringify(touched.map(toChangeRow)), now, this.profiles.current().version],
      'ticketing_write_tickets',
    );
  }

  /** Remembers who takes part; somebody who only got a copy becomes a participant when he writes, never the other way round. */
  async addPeople(transaction: Transaction, people: readonly TicketPerson[]): Promise<void> {
    const unique = new Map<string, TicketPerson>();
    for (const person of people) {
      const key = `${person.ticketId} ${person.person}`;
      const known = unique.get(key);
      if (known === undefined || (person.participant && !known.participant)) unique.set(key, person);
    }
    if (unique.size === 0) return;
    const rows = [...unique.values()];
    await transaction.query(
      `insert into ticket_people as p (ticket_id, person, contact_id, participant)
       select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bool[])
       on conflict (ticket_id, person) do update set participant = true, contact_id = coalesce(excluded.contact_id, p.contact_id)
       where excluded.participant and not p.participant`,
      [
        rows.map((row) => row.ticketId),
        rows.map((row) => row.person),
        rows.map((row) => row.contactId),
        rows.map((row) => row.participant),
      ],
      'ticketing_add_people',
    );
  }

  /** Where conversations go on that may be joined by their key alone. */
  async rememberConversations(
    transaction: Transaction,
    conversations: readonly { inboxId: string; key: string; ticketId: string }[],
    now: Date,
  ): Promise<void> {
    if (conversations.length === 0) return;
    const last = [...new Map(conversations.map((c) => [`${c.inboxId} ${c.key}`, c])).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    await transaction.query(
      `insert into conversation_tickets (inbox_id, conversation_key, ticket_id, updated_at)
       select inbox_id, conversation_key, ticket_id, $4::timestamptz
       from unnest($1::text[], $2::text[], $3::uuid[]) with ordinality as c (inbox_id, conversation_key, ticket_id, place) order by place
       on conflict (inbox_id, conversation_key) do update set ticket_id = excluded.ticket_id, updated_at = excluded.updated_at
       where conversation_tickets.ticket_id <> excluded.ticket_id`,
      [last.map(([, c]) => c.inboxId), last.map(([, c]) => c.key), last.map(([, c]) => c.ticketId), now],
      'ticketing_remember_conversations',
    );
  }

  /** The ticket that an id or a number leads to, after merges; null when there is none. */
  async findLead(sql: Sql, idOrNumber: string): Promise<string | null> {
    const [row] = await sql.query<{ id: string }>(
      `select coalesce(merged_into, id) as id from tickets where ${isUuid(idOrNumber) ? 'id = $1::uuid' : 'number = $1'}`,
      [idOrNumber],
    );
    return row?.id ?? null;
  }
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function toState(row: TicketRow): TicketState & { mergedInto: string | null } {
  return {
    id: row.id,
    number: row.number,
    subject: row.subject,
    status: row.status,
    contactId: row.contact_id,
    channels: row.channels,
    inboxId: row.inbox_id,
    version: row.version,
    lastSeq: row.last_seq,
    folded: row.folded,
    quarantined: row.quarantined,
    numberTold: row.number_told,
    automaticMails: row.automatic_mails,
    lastOccurredAt: row.last_occurred_at,
    mergedInto: row.merged_into,
  };
}

/** Times as text and no copies of copies: this runs for every ticket that opens. */
function toOpeningRow(opening: TicketOpening): Record<string, unknown> {
  const { draft } = opening;
  const row = toChangeRow(draft);
  row['number'] = draft.number;
  row['subject'] = draft.subject;
  row['priority'] = opening.priority ?? 'normal';
  row['category'] = opening.category ?? null;
  row['group_id'] = opening.groupId ?? null;
  row['assignee_id'] = opening.assigneeId ?? null;
  row['contact_id'] = draft.contactId;
  row['inbox_id'] = draft.inboxId;
  row['opened_at'] = opening.openedAt.toISOString();
  row['confidential'] = opening.confidential ?? false;
  row['proof'] = opening.proof ?? null;
  row['reference'] = opening.reference ?? null;
  row['topic'] = opening.topicId;
  row['starts_with_reply'] = opening.startsWithReply;
  row['first_occurred_at'] = opening.firstOccurredAt?.toISOString() ?? null;
  return row;
}

function toChangeRow(draft: TicketDraft): Record<string, unknown> {
  return {
    id: draft.id,
    status: draft.status,
    channels: draft.channels,
    version: draft.version,
    last_seq: draft.lastSeq,
    folded: draft.folded,
    quarantined: draft.quarantined,
    number_told: draft.numberTold,
    automatic_mails: draft.automaticMails,
    last_occurred_at: draft.lastOccurredAt?.toISOString() ?? null,
  };
}
