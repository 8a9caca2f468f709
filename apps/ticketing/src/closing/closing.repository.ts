import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';
import { type Archive, type Closing, type ClosingState, NO_ARCHIVE } from './closing.js';

const CLOSING = `c.id, c.ticket_id as "ticketId", c.state, c.told, c.asked_at as "askedAt", c.answered_at as "answeredAt", c.answer`;
const ARCHIVE = `ticket_id as "ticketId", process, solution, feedback, article, new_problem as "newProblem", solved_at as "solvedAt",
  closed_at as "closedAt", archived_at as "archivedAt", draft`;

export interface ArchiveEdit {
  readonly process?: string | null | undefined;
  readonly solution?: string | null | undefined;
  readonly feedback?: string | null | undefined;
  readonly article?: string | null | undefined;
  readonly newProblem?: boolean | undefined;
}

export interface Answered {
  readonly id: string;
  readonly state: ClosingState;
  readonly answer?: string | null;
  readonly entryId?: string | null;
}

@Injectable()
export class ClosingRepository {
  /** The latest of each ticket. */
  async loadLatest(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, Closing>> {
    if (ticketIds.length === 0) return new Map();
    const rows = await sql.query<Closing>(
      `select distinct on (c.ticket_id) ${CLOSING} from ticket_closings c where c.ticket_id = any($1::uuid[])
       order by c.ticket_id, c.place desc`,
      [[...new Set(ticketIds)]],
      'closing_load_latest',
    );
    return new Map(rows.map((row) => [row.ticketId, row]));
  }

  async insert(
    transaction: Transaction,
    closings: readonly (Omit<Closing, 'answeredAt'> & { readonly actor: Actor; readonly answeredAt?: Date })[],
  ): Promise<void> {
    if (closings.length === 0) return;
    await transaction.query(
      `insert into ticket_closings (id, ticket_id, state, told, asked_at, answered_at, answer, actor)
       select id, "ticketId", state, told, "askedAt", "answeredAt", answer, actor
       from json_to_recordset($1::json) as c (id uuid, "ticketId" uuid, state text, told text, "askedAt" timestamptz, "answeredAt" timestamptz, answer text, actor jsonb)
       on conflict do nothing`,
      [JSON.stringify(closings)],
    );
  }

  /** Of those still waiting for an answer. Returns their ids: who answers one that is answered already is heard no more. */
  async answer(transaction: Transaction, answered: readonly Answered[], now: Date): Promise<Set<string>> {
    if (answered.length === 0) return new Set();
    const rows = await transaction.query<{ id: string }>(
      `update ticket_closings c set state = a.state, answered_at = $2::timestamptz, answer = a.answer, answer_entry = a."entryId"
       from json_to_recordset($1::json) as a (id uuid, state text, answer text, "entryId" uuid) where c.id = a.id and c.state = 'asked' returning c.id`,
      [JSON.stringify(answered), now],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async loadArchives(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, Archive>> {
    if (ticketIds.length === 0) return new Map();
    const rows = await sql.query<Archive>(`select ${ARCHIVE} from ticket_archives where ticket_id = any($1::uuid[])`, [
      [...new Set(ticketIds)],
    ]);
    return new Map(ticketIds.map((id) => [id, rows.find(({ ticketId }) => ticketId === id) ?? { ...NO_ARCHIVE, ticketId: id }]));
  }

  async saveArchives(transaction: Transaction, archives: readonly Archive[], actor: Actor, now: Date): Promise<void> {
    if (archives.length === 0) return;
    await transaction.query(
      `insert into ticket_archives as a (ticket_id, process, solution, feedback, article, new_problem, solved_at, closed_at, archived_at, archived_by, draft, updated_at)
       select "ticketId", process, solution, feedback, article, "newProblem", "solvedAt", "closedAt", "archivedAt",
         case when "archivedAt" is null then null else $2::jsonb end, draft, $3::timestamptz
       from json_to_recordset($1::json) as n ("ticketId" uuid, process text, solution text, feedback text, article text, "newProblem" bool,
         "solvedAt" timestamptz, "closedAt" timestamptz, "archivedAt" timestamptz, draft text)
       order by "ticketId"
       on conflict (ticket_id) do update set process = excluded.process, solution = excluded.solution, feedback = excluded.feedback,
         article = excluded.article, new_problem = excluded.new_problem, solved_at = excluded.solved_at, closed_at = excluded.closed_at,
         archived_at = excluded.archived_at, archived_by = coalesce(a.archived_by, excluded.archived_by), draft = excluded.draft,
         updated_at = excluded.updated_at`,
      [JSON.stringify(archives), JSON.stringify(actor), now],
    );
  }
}
