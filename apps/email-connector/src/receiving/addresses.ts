import { domainToASCII } from 'node:url';

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
  const whole = address.slice(0, at).trim();
  const plusAt = whole.indexOf('+');
  return plusAt > 0 ? { local: whole.slice(0, plusAt), plus: whole.slice(plusAt + 1), domain } : { local: whole, plus: null, domain };
}

/** Canonical form for comparing: local part in lower case without its plus part, domain in ASCII. Null when it is no address. */
export function canonicalAddress(address: string): string | null {
  const parts = splitAddress(address);
  return parts && `${parts.local.toLowerCase()}@${parts.domain}`;
}
