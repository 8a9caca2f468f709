import { parseAddresses } from '../converting/mime/addresses.js';
import { findBodyStart, readHeaders } from '../converting/mime/headers.js';
import { toCanonicalAddress } from '../email.ids.js';

const MAX_BYTES = 131_072;
/** RFC 1035 §2.3.4. */
const MAX_DOMAIN = 253;
const SIGNATURE = /^(?:dkim-signature|arc-seal)[ \t]*:/im;
/** Fields that stand once (RFC 5322 §3.6); a second one may be what a stranger put above a signed mail, and is what people see. */
const ONCE = ['from', 'sender', 'reply-to', 'to', 'cc', 'subject', 'date', 'message-id', 'in-reply-to', 'references', 'content-type'];

export interface HeaderBlock {
  /** Its bytes as latin-1 characters. */
  readonly text: string;
  readonly end: number;
  /** False where it is larger than is looked at. */
  readonly whole: boolean;
}

export function readHeaderBlock(raw: Buffer): HeaderBlock {
  const end = findBodyStart(raw);
  return { text: raw.toString('latin1', 0, Math.min(end, MAX_BYTES)), end, whole: end <= MAX_BYTES };
}

/** Is there a signature to verify? */
export function hasSignature({ text }: HeaderBlock): boolean {
  return SIGNATURE.test(text);
}

export interface StatedSender {
  /** The domain of the one address in From, in lower case ASCII; null when there is none, or more than one. */
  readonly domain: string | null;
  /** A field stands twice that must not: a signature covers one of them, and nobody knows which one is shown. */
  readonly ambiguous: boolean;
}

/** Read as the parser reads it, so that what is verified is what is shown. */
export function readStatedSender(raw: Buffer, { end }: HeaderBlock): StatedSender {
  const { headers } = readHeaders(raw, 0, Math.min(end, MAX_BYTES));
  const counted = new Map<string, number>();
  for (const { name } of headers.fields) counted.set(name, (counted.get(name) ?? 0) + 1);
  const mailboxes = parseAddresses(headers.first('from'));
  const single = counted.get('from') === 1 && mailboxes.length === 1 ? toCanonicalAddress(mailboxes[0]!.address) : '';
  const domain = single.slice(single.lastIndexOf('@') + 1);
  return {
    domain: single.includes('@') && domain !== '' && domain.length <= MAX_DOMAIN ? domain : null,
    ambiguous: ONCE.some((name) => (counted.get(name) ?? 0) > 1),
  };
}
