import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import type { Demand, WaitingTicket } from '../matching/facts.js';

/** A waiting ticket as it is stored. */
export interface WaitingRow extends WaitingTicket {
  /** Routing chose its group; false: somebody said it. */
  readonly chosen: boolean;
}

interface StoredRow extends Omit<WaitingRow, 'dueAt' | 'since'> {
  readonly dueAt: Date | null;
  readonly since: Date;
}

const COLUMNS = `ticket_id as id, signature, groups, chosen, channel, language, skills, strict, must_speak as "mustSpeak", held_for as "heldFor", refused_by as "refusedBy",
  preferred, lane, priority, due_at as "dueAt", since`;
const ORDER = 'lane, priority, due_at, since, ticket_id';

/** Tickets that wait for somebody. */
@Injectable()
export class WaitingTicketRepository {
  async find(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, WaitingRow>> {
    const rows = await sql.query<StoredRow>(
      `select ${COLUMNS} from waiting_tickets where ticket_id = any($1::uuid[])`,
      [[...ticketIds]],
      'ticketing_find_waiting',
    );
    return new Map(rows.map((row) => [row.id, toRow(row)]));
  }

  async write(transaction: Transaction, tickets: readonly WaitingRow[]): Promise<void> {
    if (tickets.length === 0) return;
    const rows = tickets.map(({ dueAt, since, ...row }) => ({
      ...row,
      dueAt: dueAt === null ? null : new Date(dueAt).toISOString(),
      since: new Date(since).toISOString(),
    }));
    await transaction.query(
      `insert into waiting_tickets (ticket_id, signature, groups, chosen, channel, language, skills, strict, must_speak, held_for, refused_by, preferred, lane,
         priority, due_at, since)
       select id, signature, groups, chosen, channel, language, skills, strict, "mustSpeak", "heldFor", "refusedBy", preferred, lane, priority, "dueAt", since
       from json_to_recordset($1::json) as w (id uuid, signature text, groups text[], chosen bool, channel text, language text, skills jsonb,
         strict bool, "mustSpeak" bool, "heldFor" uuid, "refusedBy" uuid[], preferred jsonb, lane int, priority int, "dueAt" timestamptz, since timestamptz)
       order by id
       on conflict (ticket_id) do update set signature = excluded.signature, groups = excluded.groups, chosen = excluded.chosen,
         channel = excluded.channel, language = excluded.language, skills = excluded.skills, strict = excluded.strict, must_speak = excluded.must_speak, held_for = excluded.held_for,
         refused_by = excluded.refused_by, preferred = excluded.preferred, lane = excluded.lane, priority = excluded.priority,
         due_at = excluded.due_at`,
      [JSON.stringify(rows)],
      'ticketing_write_waiting',
    );
  }

  async remove(transaction: Transaction, ticketIds: readonly string[]): Promise<void> {
    if (ticketIds.length === 0) return;
    await transaction.query(
      'delete from waiting_tickets where ticket_id in (select ticket_id from waiting_tickets where ticket_id = any($1::uuid[]) order by ticket_id for update)',
      [[...ticketIds]],
      'ticketing_remove_waiting',
    );
  }

  async any(sql: Sql): Promise<boolean> {
    return (await sql.query('select 1 from waiting_tickets limit 1')).length > 0;
  }

  async listHeldFor(sql: Sql, agentId: string): Promise<string[]> {
    const rows = await sql.query<{ id: string }>('select ticket_id as id from waiting_tickets where held_for = $1::uuid', [agentId]);
    return rows.map(({ id }) => id);
  }

  /** One of each that ask the same, found by jumping along the index: however many wait, only as many rows are read as there are demands. */
  async listDemands(sql: Sql): Promise<(Demand & { readonly signature: string })[]> {
    return sql.query(
      `with recursive demand as (
         (select w.* from waiting_tickets w order by signature, ${ORDER} limit 1)
         union all
         select next.* from demand d cross join lateral (
           select w.* from waiting_tickets w where w.signature > d.signature order by signature, ${ORDER} limit 1) next
       )
       select signature, groups, channel, language, skills, strict, must_speak as "mustSpeak", held_for as "heldFor", refused_by as "refusedBy", preferred from demand`,
      [],
      'ticketing_list_demands',
    );
  }

  /** Of each demand the first of its line, at most as many as `most` says. */
  async listFirst(sql: Sql, wanted: readonly { readonly signature: string; readonly most: number }[]): Promise<WaitingRow[]> {
    if (wanted.length === 0) return [];
    const rows = await sql.query<StoredRow>(
      `select ${COLUMNS} from unnest($1::text[], $2::int[]) as d (asked, most) cross join lateral (
         select w.* from waiting_tickets w where w.signature = d.asked order by ${ORDER} limit d.most) w`,
      [wanted.map(({ signature }) => signature), wanted.map(({ most }) => most)],
      'ticketing_list_first_waiting',
    );
    return rows.map(toRow);
  }
}

function toRow(row: StoredRow): WaitingRow {
  return { ...row, dueAt: row.dueAt?.getTime() ?? null, since: row.since.getTime() };
}
