import type { SendResult } from '#connector-sdk';
import type { DeliveryChanged, ReplyRequested } from '#contracts';
import { RetriableError } from '#runtime';
import type { WindowView } from '../reply-window.js';
import type { KfSession } from './kf-sessions.js';

type Failure = NonNullable<DeliveryChanged['error']>;

const HOLD_RETRY_MS = 60_000;

/** Null when `needed` messages may go out. `hold` waits for the customer to write again, as long as the reply may live. */
export function refuseByWindow(
  { onWindowClosed }: Pick<ReplyRequested, 'onWindowClosed'>,
  view: WindowView,
  needed: number,
): Extract<SendResult, { status: 'failed' }> | null {
  const error = describeWindow(view, needed);
  if (error === null) return null;
  if (onWindowClosed === 'hold')
    throw new RetriableError(error.message, {
      code: error.code,
      hint: 'It goes out by itself when the customer writes again.',
      retryAfterMs: HOLD_RETRY_MS,
      fields: { category: error.category },
    });
  return { status: 'failed', error };
}

function describeWindow({ open, wroteAt, endsAt, remaining }: WindowView, needed: number): Failure | null {
  const hint = 'Wait until the customer writes again, or use another channel.';
  if (wroteAt === null)
    return closed('kf_never_wrote', 'window_closed', '微信客服 may only answer, and this customer has not written yet', hint);
  if (!open)
    return closed(
      'kf_window_closed',
      'window_closed',
      `The 48 h after the customer's last message ended at ${endsAt?.toISOString()}`,
      hint,
    );
  if (needed <= remaining) return null;
  if (remaining === 0) return closed('kf_quota', 'quota_exceeded', 'Five messages were sent since the customer last wrote', hint);
  const message = `The reply would be ${needed} messages, and ${remaining} of the five after the customer's last message are left`;
  return closed('kf_quota', 'quota_exceeded', message, 'Put more into one message, or wait until the customer writes again.');
}

/** In plain words why the API may not send now; null when it may. */
export function describeSession({ state, servicerUserId }: KfSession): Failure | null {
  const who = servicerUserId === null ? 'a person' : servicerUserId;
  switch (state) {
    case 2:
      return closed(
        'kf_session_pool',
        'window_closed',
        'The customer waits in the pool of 微信客服 for a person in WeCom',
        'Let somebody take the session in WeCom and answer or end it there; then it can be answered from here again.',
      );
    case 3:
      return closed(
        'kf_session_human',
        'window_closed',
        `The conversation is in the hands of ${who} in the WeCom client`,
        `Let ${who} answer, or end the session in WeCom; once the customer writes again it can be answered from here.`,
      );
    case 4:
      return closed(
        'kf_session_closed',
        'window_closed',
        'The session has ended',
        'Wait until the customer writes again, or use another channel.',
      );
    default:
      return null;
  }
}

function closed(code: string, category: Failure['category'], message: string, hint: string): Failure {
  return { code, category, permanent: true, message, hint };
}
