import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import type { Clock } from './clock.js';

const TIMES = ['startedAt', 'dueAt', 'warnAt', 'warnedAt', 'breachedAt', 'metAt', 'cancelledAt'] as const;

export const CLOCK_COLUMNS = `id, ticket_id as "ticketId", kind, round, target, calendar, channel, ivr, length, stopped_by as "stoppedBy", started_at as "startedAt",
  started_by as "startedBy", due_at as "dueAt", warn_at as "warnAt", pauses, warned_at as "warnedAt", breached_at as "breachedAt", met_at as "metAt",
  met_by as "metBy", cancelled_at as "cancelledAt", cancelled_for as "cancelledFor", desk_version as "deskVersion"`;

const WRITE = `
  insert into clocks (id, ticket_id, kind, round, target, calendar, channel, ivr, length, stopped_by, started_at, started_by, due_at, warn_at, pauses,
    warned_at, breached_at, met_at, met_by, cancelled_at, cancelled_for, desk_version)
  select id, "ticketId", kind, round, target, calendar, channel, ivr, length, "stoppedBy", "startedAt", "startedBy", "dueAt", "warnAt", pauses,
    "warnedAt", "breachedAt", "metAt", "metBy", "cancelledAt", "cancelledFor", "deskVersion"
  from json_to_recordset($1::json) as c (id uuid, "ticketId" uuid, kind text, round text, target text, calendar text, channel text, ivr text[], length jsonb,
    "stoppedBy" text[], "startedAt" timestamptz, "startedBy" uuid, "dueAt" timestamptz, "warnAt" timestamptz, pauses jsonb, "warnedAt" timestamptz,
    "breachedAt" timestamptz, "metAt" timestamptz, "metBy" uuid, "cancelledAt" timestamptz, "cancelledFor" text, "deskVersion" int)
  order by id
  on conflict (id) do update set target = excluded.target, calendar = excluded.calendar, channel = excluded.channel, length = excluded.length,
    stopped_by = excluded.stopped_by, due_at = excluded.due_at, warn_at = excluded.warn_at, pauses = excluded.pauses, warned_at = excluded.warned_at,
    breached_at = excluded.breached_at, met_at = excluded.met_at, met_by = excluded.met_by, cancelled_at = excluded.cancelled_at,
    cancelled_for = excluded.cancelled_for, desk_version = excluded.desk_version`;

/** What judging anew changes of a clock that is there: narrower than writing it whole, for it is done to all of a desk at once. */
const WRITE_JUDGED = `
  update clocks k set target = c.target, calendar = c.calendar, length = c.length, stopped_by = c."stoppedBy", due_at = c."dueAt", warn_at = c."warnAt",
    warned_at = c."warnedAt", breached_at = c."breachedAt", desk_version = c."deskVersion"
  from json_to_recordset($1::json) as c (id uuid, target text, calendar text, length jsonb, "stoppedBy" text[], "dueAt" timestamptz, "warnAt" timestamptz,
    "warnedAt" timestamptz, "breachedAt" timestamptz, "deskVersion" int)
  where k.id = c.id`;

@Injectable()
export class ClockRepository {
  /** All of these tickets, in the order they began, locked. */
  async lockOf(transaction: Transaction, ticketIds: readonly string[]): Promise<Map<string, Clock[]>> {
    const rows = await transaction.query<Clock>(
      `select ${CLOCK_COLUMNS} from clocks where ticket_id = any($1::uuid[]) order by id for update`,
      [ticketIds],
      'ticketing_lock_clocks',
    );
    const clocks = rows.map(readClock).sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
    const byTicket = new Map<string, Clock[]>(ticketIds.map((id) => [id, []]));
    for (const clock of clocks) byTicket.get(clock.ticketId)!.push(clock);
    return byTicket;
  }

  async lock(transaction: Transaction, ids: readonly string[]): Promise<Clock[]> {
    const rows = await transaction.query<Clock>(
      `select ${CLOCK_COLUMNS} from clocks where id = any($1::uuid[]) order by id for update`,
      [ids],
      'ticketing_lock_due_clocks',
    );
    return rows.map(readClock);
  }

  async write(transaction: Transaction, clocks: readonly Clock[]): Promise<void> {
    if (clocks.length === 0) return;
    await transaction.query(WRITE, [JSON.stringify(clocks.map(toRow))], 'ticketing_write_clocks');
  }

  /** They are locked, and nothing of them changed but what they are judged by. */
  async writeJudged(transaction: Transaction, clocks: readonly Clock[]): Promise<void> {
    if (clocks.length === 0) return;
    const rows = clocks.map((clock) => {
      const { id, target, calendar, length, stoppedBy, dueAt, warnAt, warnedAt, breachedAt, deskVersion } = toRow(clock);
      return { id, target, calendar, length, stoppedBy, dueAt, warnAt, warnedAt, breachedAt, deskVersion };
    });
    await transaction.query(WRITE_JUDGED, [JSON.stringify(rows)], 'ticketing_write_judged_clocks');
  }

  async listOf(sql: Sql, ticketId: string): Promise<Clock[]> {
    const rows = await sql.query<Clock>(`select ${CLOCK_COLUMNS} from clocks where ticket_id = $1::uuid order by started_at, id`, [
      ticketId,
    ]);
    return rows.map(readClock);
  }
}

export function readClock(row: Clock): Clock {
  const times = TIMES.map((name) => [name, row[name] === null ? null : new Date(row[name]).getTime()]);
  return { ...row, ...Object.fromEntries(times) } as Clock;
}

function toRow(clock: Clock): Record<string, unknown> {
  const times = TIMES.map((name) => [name, clock[name] === null ? null : new Date(clock[name]).toISOString()]);
  return { ...clock, ...Object.fromEntries(times) };
}
