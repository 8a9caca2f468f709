import type { DeliveryError } from '@tributary/connector-sdk/contracts';

/** Words of the remote that mean: nothing was sent, try again. */
export const WAIT_FOR: ReadonlySet<string> = new Set(['busy', 'rate_limited']);

type Class = Pick<DeliveryError, 'category' | 'message' | 'hint'>;

/** The remote's own words, and what they mean for an agent. One table, so that each has a class. */
const CLASSES: Readonly<Record<string, Class>> = {
  blocked: { category: 'recipient_blocked', message: 'The customer blocked this account', hint: 'Answer through another channel.' },
  unknown_user: { category: 'recipient_invalid', message: 'The remote knows no such user', hint: 'Answer through another channel.' },
  bad_token: {
    category: 'auth',
    message: 'The remote refuses the token',
    hint: 'An operator sets `token` of this inbox anew; then send again.',
  },
};

export function toFailure(nativeCode: string): DeliveryError {
  const known: Class = CLASSES[nativeCode] ?? {
    category: 'unknown',
    message: `The remote refused the message: ${nativeCode}`,
    hint: 'Look the word up in the channel’s documentation, or answer through another channel.',
  };
  return { code: nativeCode, nativeCode, permanent: true, ...known };
}
