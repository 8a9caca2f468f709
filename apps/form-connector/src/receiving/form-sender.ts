import type { Identity, Sender } from '#contracts';
import type { FilledField } from '../converting/check-fields.js';
import { toClaimedEmail, toClaimedPhone } from '../converting/identities.js';

/** Names of fields that hold a person's name, of any template. */
const NAMES = /^(?:name|full_name|contact_name|caller)$/;

/**
 * Whom a form is from: the signed-in user first, where there is one, then what he claims. Somebody who names nothing is known by this form alone.
 */
export function toFormSender(
  filled: readonly FilledField[],
  signedIn: Sender | null,
  nonce: string,
  country: string,
  language: string,
): Sender {
  const identities: Identity[] = [...(signedIn?.identities ?? [])];
  for (const { field, value } of filled) {
    const claimed =
      field.kind === 'email' ? toClaimedEmail(String(value)) : field.kind === 'phone' ? toClaimedPhone(String(value), country) : null;
    if (claimed !== null && !identities.some(({ scheme, value: known }) => scheme === claimed.scheme && known === claimed.value))
      identities.push(claimed);
  }
  if (identities.length === 0) identities.push({ scheme: 'web_visitor', value: `form:${nonce}`, raw: nonce, assurance: 'anonymous' });
  const name = filled.find(({ field }) => NAMES.test(field.name));
  const displayName = signedIn?.displayName ?? (name === undefined ? undefined : String(name.value).slice(0, 256));
  return { role: 'customer', identities, locale: signedIn?.locale ?? language, ...(displayName === undefined ? {} : { displayName }) };
}
