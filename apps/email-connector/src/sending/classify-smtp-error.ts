import type { DeliveryError, ErrorCategory } from '#contracts';

/** What nodemailer puts on its errors. */
export interface SmtpFailure {
  readonly message: string;
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

/** Surely not sent and worth another try · surely not sent and never will be · nobody knows. */
export type Certainty = 'try-again' | 'refused' | 'unknown';

export interface ClassifiedFailure {
  readonly certainty: Certainty;
  readonly error: DeliveryError;
}

const HINTS: Partial<Record<ErrorCategory, string>> = {
  recipient_invalid: 'check the address with the customer, or answer on another channel',
  recipient_blocked: 'the receiving side refuses our mail: ask its postmaster, or answer on another channel',
  too_large: 'send fewer or smaller attachments, or a link',
  content_rejected: 'the receiving side took it for spam or unwanted content: change the text or attachments and send again',
  auth: 'check user and password of the outgoing server in the inbox settings',
  provider_unavailable: 'nothing to do: it is tried again by itself',
  unknown: 'ask the customer whether the mail arrived before sending it again',
};

/**
 * Reads an SMTP failure by its enhanced status (RFC 3463) first, then by its basic code (RFC 5321 §4.2). `messageHandedOver`: did the
 * server ask for the message (354)? A link that broke before cannot have sent it; nodemailer's `command` does not tell, it names CONN for both.
 */
export function classifySmtpFailure(failure: SmtpFailure, messageHandedOver: boolean): ClassifiedFailure {
  const code = failure.responseCode;
  if (code === undefined) return classifyBrokenLink(failure, messageHandedOver);
  const enhanced = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(failure.response ?? '')?.[1];
  const category = categoryOf(code, enhanced, failure);
  const permanent = code >= 500 && category !== 'auth';
  return {
    certainty: permanent ? 'refused' : 'try-again',
    error: describe(category, permanent, failure, enhanced ?? String(code)),
  };
}

function classifyBrokenLink(failure: SmtpFailure, messageHandedOver: boolean): ClassifiedFailure {
  if (failure.code === 'EAUTH') return { certainty: 'try-again', error: describe('auth', false, failure, 'EAUTH') };
  if (!messageHandedOver) return { certainty: 'try-again', error: describe('provider_unavailable', false, failure, failure.code) };
  return { certainty: 'unknown', error: describe('unknown', false, failure, failure.code) };
}

function categoryOf(code: number, enhanced: string | undefined, failure: SmtpFailure): ErrorCategory {
  if (failure.code === 'EAUTH' || code === 530 || code === 534 || code === 535) return 'auth';
  const detail = enhanced?.slice(2);
  if (code === 552 || detail === '3.4' || detail === '2.3') return 'too_large';
  if (code < 500) return detail === '7.1' || detail === '7.0' ? 'rate_limited' : 'provider_unavailable';
  if (detail?.startsWith('1.') || detail === '2.1') return 'recipient_invalid';
  if (detail?.startsWith('7.')) return 'recipient_blocked';
  if (detail?.startsWith('6.')) return 'content_rejected';
  if (failure.command === 'RCPT TO') return 'recipient_invalid';
  return code === 554 ? 'content_rejected' : 'unknown';
}

function describe(category: ErrorCategory, permanent: boolean, failure: SmtpFailure, nativeCode?: string): DeliveryError {
  return {
    code: `smtp_${category}`,
    category,
    permanent,
    nativeCode,
    message: (failure.response ?? failure.message).slice(0, 500),
    hint: HINTS[category] ?? 'read the message of the server',
  };
}
