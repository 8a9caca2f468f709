import { canonicalValueOf } from '#contracts';
import type { TicketOpeningInput } from '../tickets/ticket-opener.js';

interface Given {
  readonly identity: { readonly scheme: string; readonly value: string };
  readonly displayName?: string | undefined;
}

/** A contact as requests name him: by id, or by an identity of his in its one spelling. */
export function toOpeningContact(contact: { readonly id: string } | Given): TicketOpeningInput['contact'] {
  if ('id' in contact) return contact;
  const { scheme, value } = contact.identity;
  const identity = { scheme, value: canonicalValueOf(scheme, value), raw: value };
  return { identity, ...(contact.displayName === undefined ? {} : { displayName: contact.displayName }) };
}
