import type { Transaction } from '#database';
import { PermanentError } from '#runtime';
import { isHeld } from './legal-hold.repository.js';

/** Throws `PermanentError` (`legal_hold`) where something of a person must be kept. */
export async function refuseHeld(
  transaction: Transaction,
  { contactIds }: { readonly contactIds: readonly string[] },
  tickets: readonly string[],
): Promise<void> {
  const rows = await transaction.query<{ what: string }>(
    `select 'ticket ' || t.number as what from tickets t where t.id = any($1::uuid[]) and ${isHeld('t')}
     union all select 'contact ' || h.contact_id from legal_holds h where h.lifted_at is null and h.contact_id = any($2::uuid[]) limit 20`,
    [tickets, contactIds],
  );
  if (rows.length === 0) return;
  throw new PermanentError(`this must be kept: ${rows.map(({ what }) => what).join(', ')}`, {
    code: 'legal_hold',
    hint: 'GET /api/v1/holds says why; DELETE lifts a hold',
  });
}
