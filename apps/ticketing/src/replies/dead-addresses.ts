import type { DeliveryChanged } from '#contracts';
import type { Sql } from '#database';
import { clearUndeliverable, markUndeliverable, type AddressName } from '../contacts/undeliverable.repository.js';
import type { ReplyContext } from '../tickets/entry-row.js';

const MAX_REASON = 500;

/** A change of a message's delivery that took effect, and whom the message went to. */
export interface TakenChange {
  readonly change: DeliveryChanged;
  readonly recipients: ReplyContext['recipients'];
}

/**
 * Keeps with the people which of their addresses are dead. Only what the other side said counts, and only of the address itself: a full mailbox
 * or a refused mail is no dead address. That the outgoing server took a mail proves nothing; that it was delivered or read does.
 */
export async function keepDeadAddresses(sql: Sql, taken: readonly TakenChange[]): Promise<void> {
  for (const { change, recipients } of taken) {
    const { status, evidence, error, at } = change;
    const told = evidence === 'dsn' || evidence === 'provider_ack';
    if (status === 'failed' && told && error?.category === 'recipient_invalid' && error.permanent)
      await markUndeliverable(sql, whom(change, recipients), {
        since: at,
        status: error.nativeCode ?? null,
        reason: error.message.slice(0, MAX_REASON),
      });
    if (status === 'delivered' || status === 'read') await clearUndeliverable(sql, whom(change, recipients), new Date(at));
  }
}

/** A report may name where the mail was sent on to: with one recipient that is he. Of several nobody can say which. */
function whom({ recipient }: DeliveryChanged, recipients: ReplyContext['recipients']): AddressName[] {
  const named = recipients.filter(({ value }) => recipient !== undefined && value.toLowerCase() === recipient.toLowerCase());
  if (named.length > 0) return named.map(({ scheme, value }) => ({ scheme, value }));
  return recipients.length === 1 ? recipients.map(({ scheme, value }) => ({ scheme, value })) : [];
}
