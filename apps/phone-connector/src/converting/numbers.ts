import type { Identity } from '#contracts';
import { getCountryCallingCode, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { isExtension, type ExtensionRule } from './direction.js';

export interface NumberRules extends ExtensionRule {
  /** The desk's country, ISO 3166: for numbers written without one. */
  readonly country: string;
}

/** How switches write that a caller hides his number. */
const WITHHELD =
  /^(?:anonymous|restricted|unavailable|unknown|private|withheld|blocked|asserted|no ?caller ?id|none|null|s|h|i|未知|匿名|隐藏|保密)?$/i;
const LONGEST_SHORT_CODE = 6;

/**
 * Who a number stands for, or null where it is withheld or none. `phone` has an E.164 value; `phone_short` a service number that means something in one
 * country only (110, 95588); `extension` a colleague's; `phone_other` digits that are no number of any plan. All are claims: caller ids are easily forged.
 */
export function toPhoneIdentity(written: string | null | undefined, rules: NumberRules): Identity | null {
  const raw = (written ?? '').slice(0, 1024);
  const bare = unwrap(raw.normalize('NFKC'));
  if (WITHHELD.test(bare)) return null;
  const compact = bare.replace(/[\s().-]/g, '');
  if (isExtension(compact, rules)) return { scheme: 'extension', value: compact, raw, assurance: 'claimed' };
  const e164 = toE164(bare, rules.country);
  if (e164 !== null) return { scheme: 'phone', value: e164, raw, assurance: 'claimed' };
  if (/^\d{3,}$/.test(compact) && compact.length <= LONGEST_SHORT_CODE)
    return { scheme: 'phone_short', value: compact, raw, scope: `${rules.country}-short`, assurance: 'claimed' };
  const value = (compact === '' ? bare : compact).slice(0, 320);
  return value === '' ? null : { scheme: 'phone_other', value, raw, scope: rules.country, assurance: 'claimed' };
}

/** `"WANG" <138…>`, `sip:+8613…@host;user=phone`, `tel:…;ext=801` without what stands around the number. */
function unwrap(written: string): string {
  const inAngles = /<([^<>]*)>\s*$/.exec(written)?.[1] ?? written;
  const decoded = /%[0-9a-f]{2}/i.test(inAngles) ? safely(inAngles) : inAngles;
  return decoded
    .trim()
    .replace(/^"|"$/g, '')
    .replace(/^(?:sips?|tel|client|callto):/i, '')
    .replace(/[;?].*$/, '')
    .replace(/@.*$/, '')
    .trim();
}

function safely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** E.164, if it is a valid number of some plan. What is only long enough may belong to somebody else: better no number than a wrong one. */
export function toE164(written: string, country: string): string | null {
  const candidates = [written, withoutTrunk(written, country), withoutAreaCode(written), withoutExtension(written)];
  for (const candidate of candidates) {
    if (candidate === null || !/^[+\d]/.test(candidate.replace(/^[\s(]+/, ''))) continue;
    const parsed = parsePhoneNumberFromString(candidate, country as CountryCode);
    if (parsed?.isValid() === true) return parsed.number;
  }
  return null;
}

/** `86138…` and `0086138…` as some trunks send them, without the plus. Of other countries only behind 00: else it could be anything. */
function withoutTrunk(written: string, country: string): string | null {
  const digits = written.replace(/[\s().-]/g, '');
  if (/^00[1-9]\d{7,14}$/.test(digits)) return `+${digits.slice(2)}`;
  return digits.startsWith(getCountryCallingCode(country as CountryCode)) ? `+${digits}` : null;
}

/** `01013800138000`: a trunk of Beijing puts its area code before a mobile number. */
function withoutAreaCode(written: string): string | null {
  const digits = written.replace(/[\s().-]/g, '');
  return /^0(?:10|2\d|[3-9]\d{2})(1[3-9]\d{9})$/.exec(digits)?.[1] ?? null;
}

/** `021-6123 4567-801`: what looks like one more group of digits is an extension behind the number. */
function withoutExtension(written: string): string | null {
  return /^(.*\d)\s*(?:-|,+|;|x|ext\.?|转|分机)\s*\d{1,6}$/i.exec(written)?.[1] ?? null;
}
