import { hash, timingSafeEqual } from 'node:crypto';
import { RefusedRequest } from '../http.js';

/** Why a signature does not hold; also the word of the counter. */
export type SignatureFault =
  | 'unusable_secret'
  | 'missing_signature'
  | 'missing_id'
  | 'missing_timestamp'
  | 'bad_timestamp'
  | 'stale_timestamp'
  | 'future_timestamp'
  | 'wrong_signature'
  | 'body_not_signed'
  | 'bad_url';

export type SignatureVerdict = { readonly valid: true } | { readonly valid: false; readonly reason: SignatureFault };

export const VALID: SignatureVerdict = { valid: true };

export function faulty(reason: SignatureFault): SignatureVerdict {
  return { valid: false, reason };
}

/** Are two texts the same, in a time that tells nothing of where they differ, nor of their lengths? */
export function equalsInConstantTime(one: string, other: string): boolean {
  const [a, b] = [hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer')];
  return timingSafeEqual(a, b);
}

/**
 * Is the text one of them? All are compared, so that the time does not tell which secret of several is the one in use.
 */
export function isAnyOf(text: string, wanted: readonly string[]): boolean {
  let found = false;
  for (const each of wanted) found = equalsInConstantTime(text, each) || found;
  return found;
}

const WORDS: Record<SignatureFault, string> = {
  unusable_secret: 'This door has no secret to check signatures with: set it in the settings of the inbox',
  missing_signature: 'The request is not signed: its signature header is missing',
  missing_id: 'The header webhook-id is missing',
  missing_timestamp: 'The header webhook-timestamp is missing',
  bad_timestamp: 'The header webhook-timestamp is not a whole number of seconds since 1970',
  stale_timestamp: 'The request was signed too long ago: check the clock of the sender, or send it signed anew',
  future_timestamp: 'The request was signed in the future: check the clock of the sender',
  wrong_signature:
    'The signature is not of this request and this secret: check that both sides have the same secret and the body is sent unchanged',
  body_not_signed: 'The body is not covered by the signature: bodySHA256 in the address is missing or not of this body',
  bad_url: 'The address that was signed is no http or https address',
};

/** Lets a valid request pass; throws the `RefusedRequest` of any other: 403 for one that is over (stale, early), else 401. */
export function refuseUnlessValid(verdict: SignatureVerdict): void {
  if (verdict.valid) return;
  const over = ['stale_timestamp', 'future_timestamp'].includes(verdict.reason);
  throw new RefusedRequest(over ? 403 : 401, verdict.reason, WORDS[verdict.reason]);
}
