import type { Sql } from '#database';

/** A ticket with something of its customer that nobody has looked at. */
export interface Unseen {
  readonly id: string;
  readonly number: string;
  readonly assignee: string | null;
  readonly group: string | null;
  /** When the first of it came. */
  readonly since: Date;
}

/** An entry `i` by which somebody of the customer's side wants something: `askedAt` in SQL. */
const ASKED = `i.direction = 'inbound' and i.author->>'role' = 'customer' and not i.folded and i.flags->'automated' is null
  and 'true' not in (coalesce(i.flags->>'bounce', ''), coalesce(i.flags->>'spam', ''), coalesce(i.flags->>'historical', ''))`;

/** Of these tickets those that wait for a look. Who answers or writes a note has looked, too. */
export async function readUnseen(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, Unseen>> {
  const rows = await sql.query<Unseen>(
    `select t.id, t.number, t.assignee_id as assignee, t.group_id as "group", e.since
     from tickets t
     cross join lateral (
       select greatest((select max(l.seen_at) from ticket_looks l where l.ticket_id = t.id),
         (select max(a.occurred_at) from entries a where a.ticket_id = t.id and a.direction in ('outbound', 'note') and a.author->>'role' = 'agent')) as at) look
     cross join lateral (
       select min(i.received_at) as since from entries i
       where i.ticket_id = t.id and ${ASKED} and (look.at is null or i.received_at > look.at)) e
     where t.id = any($1::uuid[]) and e.since is not null and t.status not in ('solved', 'closed') and t.merged_into is null and not t.folded
       and not t.quarantined`,
    [ticketIds],
    'ticketing_unseen_tickets',
  );
  return new Map(rows.map((row) => [row.id, row]));
}
