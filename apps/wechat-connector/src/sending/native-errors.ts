import type { DeliveryChanged } from '#contracts';

type DeliveryError = NonNullable<DeliveryChanged['error']>;

interface NativeError {
  readonly category: DeliveryError['category'];
  /** What it means, as half a sentence. */
  readonly meaning: string;
  readonly hint: string;
  /** Absent: it never will succeed as it is. Else it was surely not sent, and may be tried again after so many ms. */
  readonly retryAfterMs?: number;
}

const SIGN_IN = 'Check the id and secret of this inbox with those in the console of the platform.';
const LATER = 'It goes out by itself as soon as the platform takes it.';
const WAIT_FOR_CUSTOMER = 'Wait for the next message of the customer, or answer by another channel.';
const SHORTEN = 'Shorten it and send it again.';
const ATTACH_OTHERWISE = 'Send the attachment in another format or smaller, or by mail.';

/**
 * Codes of 公众号, WeCom and 微信客服 (they share one number space) as errors of a delivery. Sources: the platforms' code lists; where they leave
 * the sense open, WxJava's `WxMpErrorMsgEnum` and `WxCpErrorMsgEnum`. What is not here is `unknown` and permanent: nobody promises that it was not sent.
 */
const NATIVE_ERRORS: ReadonlyMap<number, NativeError> = new Map<number, NativeError>([
  [-1, { category: 'provider_unavailable', meaning: 'the platform is busy', hint: LATER, retryAfterMs: 5_000 }],
  [40001, { category: 'auth', meaning: 'the access token is not taken', hint: SIGN_IN, retryAfterMs: 60_000 }],
  [40014, { category: 'auth', meaning: 'the access token is not taken', hint: SIGN_IN, retryAfterMs: 60_000 }],
  [42001, { category: 'auth', meaning: 'the access token has expired', hint: SIGN_IN, retryAfterMs: 60_000 }],
  [40013, { category: 'auth', meaning: 'the appid or corpid is not known', hint: SIGN_IN }],
  [40125, { category: 'auth', meaning: 'the secret is wrong', hint: SIGN_IN }],
  [41002, { category: 'auth', meaning: 'the appid is missing', hint: SIGN_IN }],
  [41004, { category: 'auth', meaning: 'the secret is missing', hint: SIGN_IN }],
  [
    40164,
    {
      category: 'auth',
      meaning: 'this machine is not on the list of allowed addresses',
      hint: 'Put its public address on the IP whitelist of the account.',
    },
  ],
  [
    60020,
    {
      category: 'auth',
      meaning: 'this machine is not on the list of trusted addresses',
      hint: 'Put its public address on the trusted IPs of the application.',
    },
  ],
  [
    50001,
    { category: 'auth', meaning: 'the account has no right to call this', hint: 'Ask for the permission in the console of the platform.' },
  ],
  [
    48001,
    {
      category: 'misconfigured',
      meaning: 'the account has no right to send customer service messages',
      hint: 'Only certified accounts have it: certify the account, or ask for the permission in its console.',
    },
  ],
  [
    48004,
    {
      category: 'misconfigured',
      meaning: 'the platform has banned this interface for the account',
      hint: 'Read the notice in the console of the account and appeal there.',
    },
  ],
  [
    40003,
    {
      category: 'recipient_invalid',
      meaning: 'there is no such person in this account',
      hint: 'The openid belongs to another account, or the person is gone.',
    },
  ],
  [
    40031,
    {
      category: 'recipient_invalid',
      meaning: 'there is no such person',
      hint: 'The id belongs to another account, or the person is gone.',
    },
  ],
  [
    40096,
    {
      category: 'recipient_invalid',
      meaning: 'there is no such external contact',
      hint: 'The id belongs to another corporation, or the person is gone.',
    },
  ],
  [43004, { category: 'recipient_blocked', meaning: 'the person does not follow the account', hint: 'Answer by another channel.' }],
  [
    50005,
    { category: 'recipient_blocked', meaning: 'the person does not follow the account any more', hint: 'Answer by another channel.' },
  ],
  [
    43019,
    {
      category: 'recipient_blocked',
      meaning: 'the person is on the blacklist of the account',
      hint: 'Take the person off the blacklist in the console, or answer by another channel.',
    },
  ],
  [48002, { category: 'recipient_blocked', meaning: 'the person refuses messages of the account', hint: 'Answer by another channel.' }],
  [45015, { category: 'window_closed', meaning: 'the time in which an answer is allowed is over', hint: WAIT_FOR_CUSTOMER }],
  [45047, { category: 'quota_exceeded', meaning: 'as many answers as are allowed after one message were sent', hint: WAIT_FOR_CUSTOMER }],
  [95001, { category: 'quota_exceeded', meaning: 'as many answers as are allowed after one message were sent', hint: WAIT_FOR_CUSTOMER }],
  [95002, { category: 'window_closed', meaning: 'the time in which an answer is allowed is over', hint: WAIT_FOR_CUSTOMER }],
  [95013, { category: 'window_closed', meaning: 'the session has ended', hint: WAIT_FOR_CUSTOMER }],
  [
    95018,
    {
      category: 'window_closed',
      meaning: 'the state of the session does not allow it',
      hint: 'A servicer has it in WeCom, or it has ended: answer there, or wait for the next message of the customer.',
    },
  ],
  [
    45009,
    {
      category: 'rate_limited',
      meaning: 'the calls of the day are used up',
      hint: `${LATER} The count can be set back once a day in the console.`,
      retryAfterMs: 600_000,
    },
  ],
  [45011, { category: 'rate_limited', meaning: 'too many calls in a minute', hint: LATER, retryAfterMs: 60_000 }],
  [45033, { category: 'rate_limited', meaning: 'too many calls at once', hint: LATER, retryAfterMs: 5_000 }],
  [45002, { category: 'too_large', meaning: 'the text is too long', hint: SHORTEN }],
  [45001, { category: 'too_large', meaning: 'the file is too large', hint: ATTACH_OTHERWISE }],
  [40006, { category: 'too_large', meaning: 'the file has no size that is allowed', hint: ATTACH_OTHERWISE }],
  [40009, { category: 'too_large', meaning: 'the picture is too large', hint: ATTACH_OTHERWISE }],
  [45007, { category: 'too_large', meaning: 'the voice message is too long', hint: ATTACH_OTHERWISE }],
  [40004, { category: 'unsupported_part', meaning: 'this kind of file is not taken', hint: ATTACH_OTHERWISE }],
  [40005, { category: 'unsupported_part', meaning: 'this kind of file is not taken', hint: ATTACH_OTHERWISE }],
  [40007, { category: 'unsupported_part', meaning: 'the attachment is not there any more', hint: 'Send it again.' }],
  [40008, { category: 'unsupported_part', meaning: 'this kind of message is not known', hint: 'Send it as text.' }],
  [40130, { category: 'recipient_invalid', meaning: 'there are too few recipients', hint: 'Name one person.' }],
  [44004, { category: 'content_rejected', meaning: 'the text is empty', hint: 'Write something.' }],
  [87014, { category: 'content_rejected', meaning: 'the platform does not let these words pass', hint: 'Put it in other words.' }],
  [88000, { category: 'content_rejected', meaning: 'the platform does not let these words pass', hint: 'Put it in other words.' }],
  [95000, { category: 'misconfigured', meaning: 'there is no such service account', hint: 'Check open_kfid of this inbox.' }],
  [95004, { category: 'misconfigured', meaning: 'there is no such service account', hint: 'Check open_kfid of this inbox.' }],
  [
    95011,
    {
      category: 'misconfigured',
      meaning: 'the service account may not be managed by interface',
      hint: 'Let the application manage it, in the console of 微信客服.',
    },
  ],
  [
    95012,
    {
      category: 'misconfigured',
      meaning: 'the interface of 微信客服 is not switched on',
      hint: 'Switch it on in the console of 微信客服.',
    },
  ],
  [
    95017,
    { category: 'misconfigured', meaning: 'the service was switched off in 微信客服', hint: 'Switch it on in the console of 微信客服.' },
  ],
]);

/** Codes after which another access token is worth one more try at once. */
const TOKEN_CODES = new Set([40001, 40014, 42001]);

export function isTokenRefusal(errcode: number): boolean {
  return TOKEN_CODES.has(errcode);
}

/** Was it surely not sent, and may it be sent later? */
export function isForLater(errcode: number): boolean {
  return NATIVE_ERRORS.get(errcode)?.retryAfterMs !== undefined;
}

/** The platform's `errcode` and `errmsg` for two readers. Its words may name the call (`rid: …`), never the message. */
export function toNativeError(errcode: number, errmsg: string): DeliveryError {
  const known = NATIVE_ERRORS.get(errcode);
  const words = errmsg.slice(0, 200);
  return {
    code: `wechat_${errcode}`,
    category: known?.category ?? 'unknown',
    permanent: known?.retryAfterMs === undefined,
    ...(known?.retryAfterMs === undefined ? {} : { retryAfterMs: known.retryAfterMs }),
    nativeCode: String(errcode),
    message:
      known === undefined ? `The platform refused it: ${errcode} ${words}` : `It was not sent: ${known.meaning} (${errcode} ${words})`,
    hint: known?.hint ?? 'Look the code up in the list of the platform; send it again when the reason is gone.',
  };
}
