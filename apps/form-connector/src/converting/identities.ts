import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { canonicalMailAddress, type Identity } from '#contracts';

/** A mail address that somebody says is his; null for what is none. */
export function toClaimedEmail(written: string): Identity | null {
  const raw = written.trim();
  if (raw.length > 320 || !/^[^\s@<>,;"']{1,64}@[^\s@<>,;"'.][^\s@<>,;"']*\.[^\s@<>,;"'.]{2,}$/.test(raw)) return null;
  return { scheme: 'email', value: canonicalMailAddress(raw), raw, assurance: 'claimed' };
}

/** A number that somebody says is his, as E.164; one of another country only with its `+`. Null for what is none. */
export function toClaimedPhone(written: string, country: string): Identity | null {
  const raw = written.trim();
  if (raw.length > 40) return null;
  const parsed = parsePhoneNumberFromString(raw, country as CountryCode);
  return parsed?.isValid() ? { scheme: 'phone', value: parsed.number, raw, assurance: 'claimed' } : null;
}
