import type { Transaction } from '#database';
import { PermanentError } from '#runtime';
import { isHeld } from './legal-hold.repository.js';

/** What of a person must be kept, as `ticket NUMBER` or `contact ID`; 20 at most. */
export async function findHeld(
  transaction: Transaction,
  { contactIds }: { readonly contactIds: readonly string[] },
  tickets: readonly string[],
): Promise<string[]> {
  const rows = await transaction.query<{ what: string }>(
    `select 'ticket ' || t.number as what from tickets t where t.id = any($1::uuid[]) and ${isHeld('t')}
     union all select 'contact ' || h.contact_id from legal_holds h where h.lifted_at is null and h.contact_id = any($2::uuid[]) limit 20`,
    [tickets, contactIds],
  );
  return rows.map(({ what }) => what);
}

/** Throws `PermanentError` (`legal_hold`) where something of a person must be kept. */
export async function refuseHeld(...of: Parameters<typeof findHeld>): Promise<void> {
  const held = await findHeld(...of);
  if (held.length === 0) return;
  throw new PermanentError(`this must be kept: ${held.join(', ')}`, {
    code: 'legal_hold',
    hint: 'GET /api/v1/holds says why; DELETE lifts a hold',
  });
}
