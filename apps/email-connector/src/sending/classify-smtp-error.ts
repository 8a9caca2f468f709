import type { DeliveryError, ErrorCategory } from '#contracts';
import { isDeadAddress, saysWhy } from '../converting/bounces/dead-address.js';
import type { Reached } from './hand-over.js';

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

/** Who is to be left alone after a failure: our account at the outgoing server, the recipient's whole domain, or this one mail. */
export type Concerns = 'account' | 'domain' | 'mail';

export interface ClassifiedFailure {
  readonly certainty: Certainty;
  readonly concerns: Concerns;
  readonly error: DeliveryError;
  /** The words are about an account, but maybe not about ours: what it is then. */
  readonly otherwise?: ClassifiedFailure;
}

const HINTS: Partial<Record<ErrorCategory, string>> = {
  recipient_invalid: 'check the address with the customer, or answer on another channel',
  recipient_blocked: 'the receiving side refuses our mail: ask its postmaster, or answer on another channel',
  too_large: 'send fewer or smaller attachments, or a link',
  content_rejected: 'the receiving side took it for spam or unwanted content: change the text or attachments and send again',
  quota_exceeded: 'the mailbox is full: it is tried again by itself; tell the customer another way if it is urgent',
  auth: 'check user and password of the outgoing server in the inbox settings',
  rate_limited: 'nothing to do: it is tried again by itself, later each time',
  timeout: 'nothing to do: it is tried again by itself',
  provider_unavailable: 'nothing to do: it is tried again by itself',
  misconfigured: 'the outgoing server refuses the address that we send from: check the address of the inbox',
  unknown: 'ask the customer whether the mail arrived before sending it again',
};

/** Enhanced status codes that are about who we are to the outgoing server (RFC 4954 §6 and what Exchange added). */
const ACCOUNT_DETAILS = new Set(['7.8', '7.9', '7.11', '7.12', '7.13', '7.14', '7.30', '7.57', '7.60', '7.64', '7.139']);
/** How servers without them say it: not logged in, not yet allowed to send, another's name as the sender, no relaying for strangers. */
const ACCOUNT_WORDS =
  /authentication (?:is )?(?:required|needed)|auth(?:entication)? first|(?:not|isn't) (?:logged in|authenticated)|log ?in first|must (?:first )?(?:log ?in|authenticate|issue a starttls)|user has no permission|must equal authorized user|not owned by user|sender (?:address )?(?:rejected|refused).{0,30}(?:owned|logged|authenticat)|relay(?:ing)?(?: access)? (?:denied|not (?:permitted|allowed))|unable to relay|请先认证|授权码/i;
const GREYLIST_WORDS = /gr[ea]y[- ]?list|postgrey|灰名单/i;
const RATE_WORDS =
  /\brate\b|too (?:many|much|fast|frequent)|throttl|(?:message|sending|connection|session|hourly|daily) limit|limit (?:exceeded|reached)|quota exceeded for|frequen|slow down|unusual (?:rate|amount)|deferred due|频率|频繁|限制|过多/i;

/** Reads an SMTP failure by its enhanced status (RFC 3463) first, then by its basic code (RFC 5321 §4.2). */
export function classifySmtpFailure(failure: SmtpFailure, reached: Reached): ClassifiedFailure {
  const { responseCode: code } = failure;
  if (code === undefined) return classifyBrokenLink(failure, reached === 'message');
  if (!isAboutAccount(code, failure, reached)) return classifyAnswer(code, failure, reached, categoryOf(code, failure));
  const account = classifyAnswer(code, failure, reached, 'auth');
  // 530, 534 and 535 are about nobody's login but ours; in other words the customer's server may speak, quoted by ours.
  if (reached === 'server' || isLogin(code)) return account;
  const category = categoryOf(code, failure);
  // Whatever it is about, it is no word on whether there is such an address.
  return {
    ...account,
    otherwise: classifyAnswer(code, failure, reached, category === 'recipient_invalid' ? 'recipient_blocked' : category),
  };
}

function classifyAnswer(code: number, failure: SmtpFailure, reached: Reached, category: ErrorCategory): ClassifiedFailure {
  const permanent = code >= 500 && category !== 'auth';
  const named = isGreylisting(failure) && code < 500 ? 'smtp_greylisted' : undefined;
  return {
    certainty: permanent ? 'refused' : 'try-again',
    concerns: permanent ? 'mail' : concernsOf(category, failure, reached),
    error: describe(category, permanent, failure, readEnhanced(failure) ?? String(code), named),
  };
}

function classifyBrokenLink(failure: SmtpFailure, messageHandedOver: boolean): ClassifiedFailure {
  const again = (category: ErrorCategory, concerns: Concerns, nativeCode?: string): ClassifiedFailure => ({
    certainty: 'try-again',
    concerns,
    error: describe(category, false, failure, nativeCode),
  });
  if (failure.code === 'EAUTH') return again('auth', 'account', 'EAUTH');
  // No server said it: nodemailer takes no such envelope, now or later.
  if (failure.code === 'EENVELOPE') {
    const category = /recipient/i.test(failure.message) ? 'recipient_invalid' : 'misconfigured';
    return { certainty: 'refused', concerns: 'mail', error: describe(category, true, failure, failure.code) };
  }
  if (messageHandedOver) return { certainty: 'unknown', concerns: 'mail', error: describe('unknown', false, failure, failure.code) };
  return again(failure.code === 'ETIMEDOUT' ? 'timeout' : 'provider_unavailable', 'mail', failure.code);
}

function readEnhanced({ response = '' }: SmtpFailure): string | undefined {
  return /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
}

function isLogin(code: number): boolean {
  return code === 530 || code === 534 || code === 535;
}

function isAboutAccount(code: number, failure: SmtpFailure, reached: Reached): boolean {
  if (code < 500) return false;
  if (failure.code === 'EAUTH' || isLogin(code)) return true;
  // Yahoo refuses a mail by it, for the policy of a domain.
  if (reached !== 'server' && readEnhanced(failure) === '5.7.9') return false;
  return ACCOUNT_DETAILS.has(readEnhanced(failure)?.slice(2) ?? '') || ACCOUNT_WORDS.test(failure.response ?? '');
}

/** Of what is not about the account. */
function categoryOf(code: number, failure: SmtpFailure): ErrorCategory {
  const enhanced = readEnhanced(failure);
  const detail = enhanced?.slice(2);
  // "454 4.7.0 Too many login attempts" is no verdict on the password.
  if (failure.code === 'EAUTH') return 'rate_limited';
  const response = failure.response ?? '';
  // A link that was idle for too long.
  if (detail === '4.2' && code < 500 && !RATE_WORDS.test(response)) return 'provider_unavailable';
  if (detail === '3.4' || detail === '2.3') return 'too_large';
  if (detail === '2.2') return 'quota_exceeded';
  if (code === 552) return detail === undefined && /mailbox|quota|full/i.test(response) ? 'quota_exceeded' : 'too_large';
  if (code < 500) {
    const slowed = detail === '7.1' || detail === '7.0' || detail?.startsWith('7.6') === true || isGreylisting(failure);
    return slowed || code === 421 || RATE_WORDS.test(response) ? 'rate_limited' : 'provider_unavailable';
  }
  // 5.1.7 and 5.1.8 are about the address that we send from.
  if (detail === '1.7' || detail === '1.8' || failure.command === 'MAIL FROM') return 'misconfigured';
  if (isDeadAddress(enhanced ?? null, String(code), response, failure.command === 'DATA' ? 'DATA' : 'RCPT')) return 'recipient_invalid';
  if (detail?.startsWith('1.') || detail === '2.1') return 'recipient_invalid';
  if (detail?.startsWith('7.')) return 'recipient_blocked';
  if (detail?.startsWith('6.')) return 'content_rejected';
  if (failure.command === 'RCPT TO') return saysWhy(response) ? 'recipient_blocked' : 'recipient_invalid';
  return code === 554 ? 'content_rejected' : 'unknown';
}

/** A greylisted mail is one sender and one recipient: others of the domain are not asked to wait. */
function concernsOf(category: ErrorCategory, failure: SmtpFailure, reached: Reached): Concerns {
  if (category === 'auth' || failure.code === 'EAUTH') return 'account';
  if (category !== 'rate_limited' || isGreylisting(failure)) return 'mail';
  return reached === 'server' ? 'account' : 'domain';
}

function isGreylisting({ response = '', responseCode = 0 }: SmtpFailure): boolean {
  return (
    GREYLIST_WORDS.test(response) ||
    ((responseCode === 450 || responseCode === 451) && /\b4\.7\.1\b/.test(response) && !RATE_WORDS.test(response))
  );
}

function describe(category: ErrorCategory, permanent: boolean, failure: SmtpFailure, nativeCode?: string, code?: string): DeliveryError {
  return {
    code: code ?? `smtp_${category}`,
    category,
    permanent,
    nativeCode,
    message: (failure.response ?? failure.message).slice(0, 500),
    hint: HINTS[category] ?? 'read the message of the server',
  };
}
