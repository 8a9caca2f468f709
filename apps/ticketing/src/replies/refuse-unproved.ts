import type { Transaction } from '#database';
import { PermanentError } from '#runtime';

/** Throws `PermanentError` (`proof_missing`) where a ticket's contact must prove an address before he is told anything, and has not. */
export async function refuseUnproved(transaction: Transaction, ticketId: string): Promise<void> {
  const [row] = await transaction.query<{ scheme: string; value: string }>(
    `select t.proof->>'scheme' as scheme, t.proof->>'value' as value from tickets t join contacts first on first.id = t.contact_id
     where t.id = $1::uuid and t.proof is not null and not exists (
       select from identities i where i.contact_id = coalesce(first.merged_into, first.id) and i.assurance = 'verified'
         and i.scheme = t.proof->>'scheme' and i.value = t.proof->>'value')`,
    [ticketId],
  );
  if (row === undefined) return;
  throw new PermanentError(`the contact has not proved yet that ${row.scheme} ${row.value} is his`, {
    code: 'proof_missing',
    hint: 'send a code there: POST …/confirmations; or wait for a message that proves it',
    fields: { scheme: row.scheme, value: row.value },
  });
}
