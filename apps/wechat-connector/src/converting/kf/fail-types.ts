import type { DeliveryChanged } from '#contracts';

type Failure = NonNullable<DeliveryChanged['error']>;
type Described = Pick<Failure, 'code' | 'category' | 'message' | 'hint'>;

/** `fail_type` of `msg_send_fail`: why a message that `send_msg` had taken did not reach its customer. */
const FAIL_TYPES: Readonly<Record<string, Described>> = {
  1: of(
    'kf_account_deleted',
    'misconfigured',
    'the kf account was deleted',
    'Choose another kf account for this inbox in the WeCom admin console.',
  ),
  2: of('kf_app_closed', 'misconfigured', 'the WeChat customer service app was switched off', 'Switch it on in the WeCom admin console.'),
  4: of(
    'kf_window_closed',
    'window_closed',
    'the customer wrote more than 48 h ago',
    'Wait until the customer writes again, or use another channel.',
  ),
  5: of('kf_session_closed', 'window_closed', 'the session was closed', 'Wait until the customer writes again, or use another channel.'),
  6: of(
    'kf_quota',
    'quota_exceeded',
    'five messages were sent since the customer last wrote',
    'Wait until the customer writes again; put more into one message.',
  ),
  7: of('kf_channels_unbound', 'misconfigured', 'no 视频号 is bound to the account', 'Bind it in the WeCom admin console.'),
  8: of('kf_unverified', 'misconfigured', 'the company is not verified', 'Have the company verified in the WeCom admin console.'),
  9: of(
    'kf_unverified_unbound',
    'misconfigured',
    'no 视频号 is bound and the company is not verified',
    'Do both in the WeCom admin console.',
  ),
  10: of('kf_rejected', 'recipient_blocked', 'the customer refuses messages of this account', 'Use another channel.'),
  11: of(
    'kf_no_member',
    'misconfigured',
    'no member of the company has logged in to the WeCom app',
    'Let one member log in to the WeCom app.',
  ),
  12: of('kf_kind_forbidden', 'content_rejected', 'this kind of message is not allowed for the account', 'Send it as text or as a link.'),
  13: of('kf_safety', 'content_rejected', 'the platform holds it back for safety', 'Change the words or links of the message.'),
};

/** A `fail_type` in our words; one that nobody has documented yet is `unknown`, with its number. */
export function describeFailType(failType: string | null): Failure {
  const known = failType !== null && Object.hasOwn(FAIL_TYPES, failType) ? FAIL_TYPES[failType] : undefined;
  const told =
    known ??
    of(
      'kf_send_fail',
      'unknown',
      `the platform did not deliver it (fail_type ${failType ?? 'not told'})`,
      'Ask the customer by another channel.',
    );
  return { ...told, permanent: true, ...(failType === null ? {} : { nativeCode: `fail_type:${failType}` }) };
}

function of(code: string, category: Failure['category'], message: string, hint: string): Described {
  return { code, category, message, hint };
}
