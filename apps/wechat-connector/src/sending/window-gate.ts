import type { SendResult } from '#connector-sdk';
import type { InboundMessage, ReplyRequested } from '#contracts';
import { RetriableError } from '#runtime';
import { COUNT_OVER } from './reply-windows.js';

/** A held reply looks this often whether the customer wrote again; nobody tells it. */
const LOOK_AGAIN_MS = 30_000;

/**
 * Before anything is sent: is there a window, with place for `messages`? Null: go on. Else what the writer of the reply wanted for that case: it
 * fails, or waits (throws `RetriableError`) until the customer writes again or its time to live ends. `fallback` fails here too: only who asked knows
 * the other inbox's rights, and learns from category `window_closed` or `quota_exceeded` that it is time for it.
 */
export function refuseWhenClosed(
  { onWindowClosed, fallback }: Pick<ReplyRequested, 'onWindowClosed' | 'fallback'>,
  window: InboundMessage['replyWindow'],
  messages: number,
): SendResult | null {
  const { open, remaining, endsAt } = window;
  if (open && (remaining === undefined || remaining >= messages)) return null;
  const tooMany = open ? `${messages} messages are needed and ${remaining} are left` : (window.reason ?? 'the window is closed');
  const isCount = open || window.reason === COUNT_OVER;
  const message = `It was not sent: ${tooMany}${endsAt === undefined ? '' : ` (window until ${endsAt})`}`;
  const code = isCount ? 'reply_count_used_up' : 'reply_window_closed';
  const category = isCount ? 'quota_exceeded' : 'window_closed';
  if (onWindowClosed === 'hold')
    throw new RetriableError(message, {
      code,
      hint: 'It goes out when the customer writes again, or ends with its time to live.',
      retryAfterMs: LOOK_AGAIN_MS,
      fields: { category },
    });
  const others = onWindowClosed === 'fallback' ? (fallback ?? []).map(({ inboxId }) => inboxId) : [];
  const hint =
    others.length > 0
      ? `Send it by ${others.join(' or ')}, as was wanted for this case.`
      : open
        ? 'Say it in fewer or shorter messages, or wait for the next message of the customer.'
        : 'Wait for the next message of the customer, or answer by another channel.';
  return { status: 'failed', error: { code, category, permanent: true, message, hint }, replyWindow: window };
}
