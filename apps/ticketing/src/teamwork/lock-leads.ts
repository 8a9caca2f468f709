import type { Sql } from '#database';
import { PermanentError } from '#runtime';
import { findUnseen, type Viewer } from '../agents/viewer.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { WorkUnit } from '../tickets/work-unit.js';

/** The tickets that ids or numbers lead to, in the order given, locked all at once in one order everywhere. Throws `PermanentError` (`ticket_unknown`). */
export async function lockLeads(unit: WorkUnit, asked: readonly string[]): Promise<TicketDraft[]> {
  const { leads, unknown } = await findLeads(unit, asked);
  if (unknown.length > 0) throw new PermanentError(`there is no ticket ${unknown[0]!}`, { code: 'ticket_unknown' });
  return unit.lock(leads);
}

/** Without those that nobody knows; `leads` of the others, in the order given. */
export async function findLeads(unit: WorkUnit, asked: readonly string[]): Promise<{ leads: string[]; unknown: string[] }> {
  const rows = await unit.transaction.query<{ id: string; number: string; lead: string }>(
    `select id, number, coalesce(merged_into, id) as lead from tickets where id = any($1::uuid[])
     union all select id, number, coalesce(merged_into, id) from tickets where number = any($2::text[])`,
    [asked.filter(isUuid), asked.filter((each) => !isUuid(each))],
  );
  const found = asked.map((each) => rows.find(({ id, number }) => number === each || id === each.toLowerCase())?.lead);
  return { leads: found.filter((lead) => lead !== undefined), unknown: asked.filter((_, at) => found[at] === undefined) };
}

/** What somebody does not see is not there for him. */
export async function listUnseen(sql: Sql, viewer: Viewer | null, asked: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(viewer === null ? [] : await findUnseen(sql, viewer, asked));
}
