import type { DeliveryChanged } from '#contracts';
import type { KfSession } from './kf-sessions.js';

type Failure = NonNullable<DeliveryChanged['error']>;

/** In plain words why the API may not send now; null when it may. */
export function describeSession({ state, servicerUserId }: KfSession): Failure | null {
  const who = servicerUserId ?? 'a person';
  switch (state) {
    case 2:
      return closed(
        'kf_session_pool',
        'It was not sent: the customer waits in the pool of 微信客服 for a person in WeCom',
        'Let somebody take the session in WeCom and answer or end it there; once the customer writes again it can be answered from here.',
      );
    case 3:
      return closed(
        'kf_session_human',
        `It was not sent: the conversation is in the hands of ${who} in the WeCom client`,
        `Let ${who} answer, or end the session in WeCom; once the customer writes again it can be answered from here.`,
      );
    case 4:
      return closed(
        'kf_session_closed',
        'It was not sent: the session has ended',
        'Wait until the customer writes again, or use another channel.',
      );
    default:
      return null;
  }
}

function closed(code: string, message: string, hint: string): Failure {
  return { code, category: 'window_closed', permanent: true, message, hint };
}
