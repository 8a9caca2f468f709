import type { Transaction } from '#database';
import { PermanentError } from '#runtime';

/**
 * What counts as the proof: a code that came back, a message in the ticket that proves its sender, an agent who put the contact together with the
 * owner. Each since the ticket was opened: that the owner of the address proved it once does not say that it is he who writes now.
 */
const PROVED_SINCE = `
  exists (select from contact_confirmations k join contacts c on c.id = k.contact_id
    where k.scheme = w.scheme and k.value = w.value and k.confirmed_at >= w.opened_at and coalesce(c.merged_into, c.id) = w.lead)
  or exists (select from entries e where e.ticket_id = w.id and e.direction = 'inbound' and e.author->'identity'->>'assurance' = 'verified'
    and e.author->'identity'->>'scheme' = w.scheme and e.author->'identity'->>'value' = w.value)
  or exists (select from contact_merges m join contacts c on c.id = m.into_contact
    where m.reason = 'agent' and m.undone_at is null and m.made_at >= w.opened_at and coalesce(c.merged_into, c.id) = w.lead)`;

/** The address that a ticket's contact must prove before he is told anything, and has not; null: none. */
export async function findUnproved(
  transaction: Transaction,
  ticketId: string,
): Promise<{ readonly scheme: string; readonly value: string } | null> {
  const [row] = await transaction.query<{ scheme: string; value: string }>(
    `select w.scheme, w.value from (
       select t.id, t.opened_at, t.proof->>'scheme' as scheme, t.proof->>'value' as value, coalesce(first.merged_into, first.id) as lead
       from tickets t join contacts first on first.id = t.contact_id where t.id = $1::uuid and t.proof is not null) w
     where not exists (select from identities i where i.contact_id = w.lead and i.assurance = 'verified' and i.scheme = w.scheme and i.value = w.value)
       or not (${PROVED_SINCE})`,
    [ticketId],
  );
  return row ?? null;
}

/** Throws `PermanentError` (`proof_missing`) where there is one. */
export async function refuseUnproved(transaction: Transaction, ticketId: string): Promise<void> {
  const row = await findUnproved(transaction, ticketId);
  if (row === null) return;
  throw new PermanentError(`the contact has not proved yet that ${row.scheme} ${row.value} is his`, {
    code: 'proof_missing',
    hint: 'send a code there: POST …/confirmations; or wait for a message that proves it',
    fields: { scheme: row.scheme, value: row.value },
  });
}
