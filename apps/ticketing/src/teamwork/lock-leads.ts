import { PermanentError } from '#runtime';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';

/** The tickets that ids or numbers lead to, in the order given, locked all at once in one order everywhere. Throws `PermanentError` (`ticket_unknown`). */
export async function lockLeads(unit: WorkUnit, asked: readonly string[]): Promise<TicketDraft[]> {
  const rows = await unit.transaction.query<{ id: string; number: string; lead: string }>(
    'select id, number, coalesce(merged_into, id) as lead from tickets where id::text = any($1::text[]) or number = any($1::text[])',
    [asked.map((each) => each.toLowerCase()).concat(asked)],
  );
  const leads = asked.map((each) => {
    const found = rows.find(({ id, number }) => number === each || id === each.toLowerCase());
    if (found === undefined) throw new PermanentError(`there is no ticket ${each}`, { code: 'ticket_unknown' });
    return found.lead;
  });
  return unit.lock(leads);
}
