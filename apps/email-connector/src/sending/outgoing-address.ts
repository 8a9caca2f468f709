import { domainToASCII } from 'node:url';
import type { Address, DeliveryError } from '#contracts';

/** Where a mail goes. */
export interface OutgoingAddress {
  /** Domain in ASCII. */
  readonly address: string;
  /** Its local part is beyond ASCII: only a server that offers SMTPUTF8 (RFC 6531) takes it. */
  readonly international: boolean;
}

/** One address and nothing that a mail program could read as more: no list, no name, no line break. A quoted local part is one. */
const LOCAL = /^(?:"[\w .!#$%&'*+/=?^{|}~-]+"|[^\s"<>(),;:\\[\]@\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Cf}]+)$/u;
/** RFC 5321 §4.5.3.1. */
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;

/** Throws nothing: what is no mail address is an error for the agent, with the address in it. */
export function toOutgoingAddress({ scheme, value }: Address): OutgoingAddress | { readonly fault: DeliveryError } {
  const at = value.lastIndexOf('@');
  const local = value.slice(0, Math.max(at, 0));
  const domain = at < 0 ? '' : toAsciiDomain(value.slice(at + 1));
  const good = scheme === 'email' && LOCAL.test(local) && Buffer.byteLength(local) <= MAX_LOCAL && domain !== '';
  if (!good) return { fault: notByMail(value, scheme) };
  return { address: `${local}@${domain}`, international: /[^\x20-\x7e]/.test(local) };
}

/** Empty for what is no domain. */
export function toAsciiDomain(domain: string): string {
  if (/[\s"<>(),;:\\@[\]%/?#\p{Cc}]/u.test(domain)) return '';
  const ascii = domainToASCII(domain.toLowerCase());
  return ascii.length <= MAX_DOMAIN && /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/.test(ascii) ? ascii : '';
}

/** Most servers would take a telephone number, as a local user of theirs. */
function notByMail(value: string, scheme: string): DeliveryError {
  return {
    code: 'recipient_no_mail_address',
    category: 'recipient_invalid',
    permanent: true,
    message: `${value.slice(0, 320)} (${scheme}) is no mail address`,
    hint: 'give an address of scheme email in to, or answer on another channel',
  };
}

/** RFC 6531 §3.2: there is no way around a server that does not offer it. */
export function notByThisServer(addresses: readonly string[]): DeliveryError {
  return {
    code: 'recipient_needs_smtputf8',
    category: 'recipient_invalid',
    permanent: true,
    message: `${addresses.join(', ').slice(0, 320)} has letters beyond ASCII before the @, and the outgoing mail server does not offer SMTPUTF8`,
    hint: 'ask the customer for an address in plain letters, or use an outgoing server that offers SMTPUTF8',
  };
}
