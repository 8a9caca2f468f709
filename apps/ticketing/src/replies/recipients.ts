import { canonicalMailAddress } from '#contracts';
import type { Address } from '#contracts';
import type { Transaction } from '#database';
import { identityKey } from '../threading/index.js';
import type { LastMessage } from './last-message.js';

/**
 * Whom the message names for answers: in the one that opened the ticket, for a form mails in its customer's name. Later on only who takes part
 * already, for a stranger must not have a ticket's history sent to himself in another's name. Else its sender.
 */
export async function findRecipients(
  transaction: Transaction,
  ticketId: string,
  { seq, reply_context, customer }: LastMessage,
  own: ReadonlySet<string>,
): Promise<readonly Address[]> {
  if (customer !== null) return [customer];
  const { from, replyTo = [] } = reply_context;
  const named = replyTo.filter((address) => !own.has(canonicalMailAddress(address.value)));
  if (named.length === 0) return [from];
  const welcome = seq === 1 || (await allTakePart(transaction, ticketId, named.map(identityKey)));
  return welcome ? named : [from];
}

async function allTakePart(transaction: Transaction, ticketId: string, people: readonly string[]): Promise<boolean> {
  const rows = await transaction.query<{ person: string }>(
    'select person from ticket_people where ticket_id = $1::uuid and participant and person = any($2::text[])',
    [ticketId, people],
  );
  return rows.length === new Set(people).size;
}
