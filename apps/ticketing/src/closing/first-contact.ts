import type { Sql } from '#database';
import { wentOut } from '../tickets/went-out.js';

/** Tickets whose customer wrote again, by one of these messages, after an agent's first answer: it did not solve them. What follows a question of closing is an answer to that. */
export async function findUnsolvedAtFirst(sql: Sql, entryIds: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select distinct e.ticket_id as id from entries e
     where e.id = any($1::uuid[]) and e.direction = 'inbound' and not e.folded and e.author->>'role' = 'customer'
       and exists (select 1 from entries a where a.ticket_id = e.ticket_id and a.seq < e.seq and a.direction = 'outbound' and ${wentOut('a')} and a.author->>'role' = 'agent')
       and not exists (select 1 from ticket_closings c where c.ticket_id = e.ticket_id and c.answer_entry = e.id and c.state in ('solved', 'more'))`,
    [entryIds],
    'closing_find_unsolved',
  );
  return rows.map(({ id }) => id);
}
