import type { DeliveryError, ErrorCategory } from '#contracts';

/** What a gateway's code means: class, and what an operator or agent can do. */
export interface CodeMeaning {
  readonly category: ErrorCategory;
  /** False: the same message may be taken later. */
  readonly permanent: boolean;
  readonly hint: string;
}

export type ErrorTable = Readonly<Record<string, CodeMeaning>>;

const meaning = (category: ErrorCategory, permanent: boolean, hint: string): CodeMeaning => ({ category, permanent, hint });

/** The meanings that all gateways share; each gives its codes to them. */
export const MEANS = {
  badNumber: meaning('recipient_invalid', true, 'Check the number with the contact, or choose another way.'),
  noDevice: meaning('recipient_invalid', true, 'The user has no device with the app signed in: choose another way.'),
  blocked: meaning('recipient_blocked', true, 'The recipient takes no such messages: choose another way.'),
  unreachable: meaning('recipient_blocked', false, 'The phone is off or out of reach: try again later, or choose another way.'),
  content: meaning('content_rejected', true, 'Change the words: the provider does not take them.'),
  template: meaning(
    'misconfigured',
    true,
    'Check template and signature name of the inbox: the provider does not know them or they do not fit.',
  ),
  tooLong: meaning('too_large', true, 'Shorten the message.'),
  credentials: meaning('auth', true, 'Set the key and the secret of the inbox to those of the provider.'),
  money: meaning('quota_exceeded', false, 'Top up the account at the provider.'),
  tooMany: meaning('rate_limited', false, 'Wait: the provider takes no more just now.'),
  perPerson: meaning('rate_limited', true, 'This recipient got as many messages as the provider allows today.'),
  away: meaning('provider_unavailable', false, 'Wait: the provider has trouble.'),
  request: meaning('misconfigured', true, 'Check the settings of the inbox: the provider does not understand the request.'),
} as const;

const UNKNOWN = meaning('unknown', true, 'Look the code up with the provider.');

export function toError(table: ErrorTable, code: string, words: string): DeliveryError {
  const { category, permanent, hint } = Object.hasOwn(table, code) ? table[code]! : UNKNOWN;
  return {
    code: `gateway_${category}`,
    category,
    permanent,
    nativeCode: code,
    message: words === '' ? `The provider said ${code}` : words.slice(0, 500),
    hint,
  };
}

/** Of the status alone, where the body says nothing that is known. */
export function toStatusError(status: number, words: string): DeliveryError {
  const known: CodeMeaning =
    status === 401 || status === 403
      ? MEANS.credentials
      : status === 404 || status === 405 || (status >= 300 && status < 400)
        ? MEANS.request
        : status === 413
          ? MEANS.tooLong
          : status === 429
            ? MEANS.tooMany
            : status >= 500
              ? MEANS.away
              : MEANS.request;
  return {
    code: `http_${status}`,
    ...known,
    nativeCode: String(status),
    message: `The provider answered ${status}: ${words.slice(0, 300)}`,
  };
}
