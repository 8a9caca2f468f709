import { domainToASCII } from 'node:url';

/** Further plus parts are dropped at once. */
const MOST_FORMS = 8;

export interface AddressParts {
  /** As written, without the plus part. */
  readonly local: string;
  /** What stands behind the first `+`, if anything. */
  readonly plus: string | null;
  /** ASCII (punycode), lower case. */
  readonly domain: string;
}

/** Splits an address for matching; null when it has no local part or no valid domain. */
export function splitAddress(address: string): AddressParts | null {
  const at = address.lastIndexOf('@');
  if (at < 1) return null;
  const domain = domainToASCII(
    address
      .slice(at + 1)
      .trim()
      .toLowerCase(),
  );
  if (domain === '') return null;
  const whole = address.slice(0, at).trim().normalize('NFC');
  const plusAt = whole.indexOf('+');
  return plusAt > 0 ? { local: whole.slice(0, plusAt), plus: whole.slice(plusAt + 1), domain } : { local: whole, plus: null, domain };
}

/**
 * Forms in which an address may be claimed, the most exact first: whole, then without its plus parts, one by one from behind. Answers to
 * `support+sales@` go to `support+sales+t.<token>@`. Local part in lower case, domain in ASCII; none when it is no address.
 */
export function toForms(address: string): string[] {
  const parts = splitAddress(address);
  if (parts === null) return [];
  const base = parts.local.toLowerCase();
  const forms: string[] = [];
  let local = parts.plus === null ? base : `${base}+${parts.plus.toLowerCase()}`;
  while (local.length > base.length) {
    forms.push(`${local}@${parts.domain}`);
    local = forms.length < MOST_FORMS ? local.slice(0, local.lastIndexOf('+')) : base;
  }
  return [...forms, `${base}@${parts.domain}`];
}

/** What an inbox claims by an address of its own: the address, plus part kept; as a catch-all also the rest of the domain, `@example.com`. */
export function toClaims(address: string, catchAll: boolean): string[] {
  const parts = splitAddress(address);
  return parts === null ? [] : [toForms(address)[0]!, ...(catchAll ? [toDomainClaim(parts)] : [])];
}

export function toDomainClaim({ domain }: AddressParts): string {
  return `@${domain}`;
}
