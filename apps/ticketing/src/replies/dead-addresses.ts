import type { DeliveryChanged } from '#contracts';
import type { Sql } from '#database';
import { AddressMarks } from '../contacts/address-marks.js';
import type { AddressName } from '../contacts/undeliverable.repository.js';
import type { ReplyContext } from '../tickets/entry-row.js';

const MAX_REASON = 500;

/** A change of a message's delivery that took effect, and whom the message went to. */
export interface TakenChange {
  readonly change: DeliveryChanged;
  readonly recipients: ReplyContext['recipients'];
}

/** Holds the addresses that these changes may be about, however they turn out. To be called before any ticket is locked. */
export function holdAddresses(sql: Sql, changes: readonly TakenChange[]): Promise<AddressMarks> {
  const wanted = changes.flatMap(({ change, recipients }) => {
    const shown = shows(change);
    return shown === null ? [] : whom(change, recipients).map((address) => ({ ...address, ifMarked: shown === 'alive' }));
  });
  return AddressMarks.hold(sql, wanted);
}

/** Keeps with the people which of their addresses are dead, for changes in the order in which they were told. */
export async function keepDeadAddresses(sql: Sql, marks: AddressMarks, taken: readonly TakenChange[], now: Date): Promise<void> {
  for (const { change, recipients } of taken) {
    const shown = shows(change);
    const { at, error } = change;
    if (shown === 'alive') marks.clear(whom(change, recipients), new Date(at));
    if (shown === 'dead')
      marks.mark(whom(change, recipients), {
        since: at,
        status: error?.nativeCode ?? null,
        reason: error!.message.slice(0, MAX_REASON),
      });
  }
  await marks.write(sql, now);
}

/**
 * What it shows of an address. Only what the other side said counts, and only of the address itself: a full mailbox or a refused mail is no dead
 * address. That the outgoing server took a mail proves nothing; that it was delivered or read does.
 */
function shows({ status, evidence, error }: DeliveryChanged): 'dead' | 'alive' | null {
  if (status === 'delivered' || status === 'read') return 'alive';
  const told = evidence === 'dsn' || evidence === 'provider_ack';
  return status === 'failed' && told && error?.category === 'recipient_invalid' && error.permanent ? 'dead' : null;
}

/** A report may name where the mail was sent on to: with one recipient that is he. Of several nobody can say which. */
function whom({ recipient }: DeliveryChanged, recipients: ReplyContext['recipients']): AddressName[] {
  const named = recipients.filter(({ value }) => recipient !== undefined && value.toLowerCase() === recipient.toLowerCase());
  if (named.length > 0) return named.map(({ scheme, value }) => ({ scheme, value }));
  return recipients.length === 1 ? recipients.map(({ scheme, value }) => ({ scheme, value })) : [];
}
