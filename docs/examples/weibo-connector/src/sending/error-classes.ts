import type { DeliveryError } from '@tributary/connector-sdk/contracts';
import type { WeiboError } from '../calling/weibo-error.js';

/** Nothing was sent, and time heals it. */
const WAIT_FOR: Readonly<Record<string, number>> = {
  '10001': 5_000, // system error
  '10009': 10_000, // too many pending tasks
  '10010': 5_000, // job expired
  '10022': 60_000, // requests of the address
  '10023': 60_000, // requests of the user
  '10024': 60_000, // requests of the user for this call
};

/** The token is not given, wrong, revoked or over. */
export const AUTH_CODES: ReadonlySet<string> = new Set(['21301', '21314', '21315', '21316', '21317', '21319', '21327', '21332']);

type Class = Pick<DeliveryError, 'category' | 'message' | 'hint'>;

const CLASSES: Readonly<Record<string, Class>> = {
  '10014': {
    category: 'misconfigured',
    message: 'The app may not send messages',
    hint: 'An operator asks Weibo for the right to the messages API.',
  },
  '20003': { category: 'recipient_invalid', message: 'Weibo knows no such user', hint: 'Answer through another channel.' },
  '20012': { category: 'too_large', message: 'The text is too long for Weibo', hint: 'Send it in parts.' },
  '20018': { category: 'content_rejected', message: 'Weibo refuses the text as illegal', hint: 'Change the words.' },
  '20019': { category: 'content_rejected', message: 'Weibo refuses the text as a repetition', hint: 'Change the words.' },
  '20021': { category: 'content_rejected', message: 'Weibo takes the text for advertising', hint: 'Change the words.' },
  '20031': {
    category: 'rate_limited',
    message: 'Weibo wants a person to prove himself',
    hint: 'Log in to the account on weibo.com, then send again.',
  },
};

/** How long to wait; null where waiting does not help. */
export function waitOf({ code, status }: WeiboError): number | null {
  return WAIT_FOR[code] ?? (status === 429 || status === 503 ? 5_000 : null);
}

export function toFailure({ code, message }: WeiboError): DeliveryError {
  const auth: Class = {
    category: 'auth',
    message: `Weibo refuses the token: ${message}`,
    hint: 'An operator sets `accessToken` anew; then send again.',
  };
  const unknown: Class = {
    category: 'unknown',
    message: `Weibo refused it: ${message} (${code})`,
    hint: 'Look the code up at open.weibo.com.',
  };
  const known = AUTH_CODES.has(code) ? auth : (CLASSES[code] ?? unknown);
  return { code: 'weibo_refused', nativeCode: code, permanent: true, ...known };
}
