import type { DeliveryChanged } from '#contracts';

type Failure = NonNullable<DeliveryChanged['error']>;

/** A code of WeCom's API in our words. `later`: the same call may succeed by itself after a while, and surely did nothing now. */
export interface WecomCode {
  readonly category: Failure['category'];
  readonly message: string;
  readonly hint: string;
  readonly later?: boolean;
}

const SECRET = 'Correct `corpId` and `secret` of the inbox: WeCom admin console → the app (for 微信客服: its own secret) → Secret.';
const ACCOUNT = 'Correct `openKfId` of the inbox, and let the app manage this kf account: WeCom admin console → 微信客服 → API.';
const WAIT = 'Nothing to do: it is tried again by itself.';
const WRITE_AGAIN = 'Wait until the customer writes again, or use another channel.';

/** https://developer.work.weixin.qq.com/document/path/90313, and what 微信客服 adds to it. */
const CODES: Readonly<Record<number, WecomCode>> = {
  [-1]: { category: 'provider_unavailable', message: 'WeCom is busy', hint: WAIT, later: true },
  40001: { category: 'auth', message: 'the secret is wrong', hint: SECRET },
  40003: { category: 'recipient_invalid', message: 'there is no such member', hint: 'Check the member in the address book of WeCom.' },
  40004: { category: 'unsupported_part', message: 'WeCom does not take this kind of file', hint: 'Send it as a file, or as a link.' },
  40006: { category: 'too_large', message: 'the file is too large or empty', hint: 'Send a smaller one, or a link.' },
  40007: { category: 'content_rejected', message: 'the uploaded file is not known any more', hint: 'Send it once more.' },
  40009: { category: 'too_large', message: 'the image is too large', hint: 'Send it as a file, or a link.' },
  40011: { category: 'too_large', message: 'the video is too large', hint: 'Send it as a file, or a link.' },
  40013: { category: 'auth', message: 'the company id is wrong', hint: SECRET },
  40014: { category: 'auth', message: 'the access token is not taken', hint: SECRET },
  40056: { category: 'misconfigured', message: 'the app is not known', hint: 'Correct `agentId` of the inbox.' },
  40058: {
    category: 'content_rejected',
    message: 'WeCom does not take what was sent',
    hint: 'Send it in another form, e.g. as plain text.',
  },
  40091: { category: 'auth', message: 'the secret is wrong', hint: SECRET },
  40096: { category: 'recipient_invalid', message: 'there is no such customer', hint: 'He deleted his account or is of another company.' },
  41001: { category: 'auth', message: 'the access token is missing', hint: SECRET },
  42001: { category: 'auth', message: 'the access token is over', hint: SECRET },
  44004: { category: 'content_rejected', message: 'the text is empty', hint: 'Write something.' },
  45002: { category: 'too_large', message: 'the text is too long', hint: 'Shorten it to 2048 bytes.' },
  45009: { category: 'rate_limited', message: 'too many calls of the API', hint: WAIT, later: true },
  45011: { category: 'rate_limited', message: 'too many calls of the API', hint: WAIT, later: true },
  45033: { category: 'rate_limited', message: 'too many calls at once', hint: WAIT, later: true },
  48002: { category: 'misconfigured', message: 'the app may not call this API', hint: ACCOUNT },
  60011: {
    category: 'misconfigured',
    message: 'the app may not reach this member',
    hint: 'Put the member into the visible range of the app.',
  },
  60020: {
    category: 'misconfigured',
    message: 'calls from this address are not allowed',
    hint: 'Add the address of this server to 企业可信IP of the app in the WeCom admin console.',
  },
  60111: { category: 'recipient_invalid', message: 'there is no such member', hint: 'Check the member in the address book of WeCom.' },
  81013: {
    category: 'recipient_invalid',
    message: 'none of the recipients can be reached',
    hint: 'Put them into the visible range of the app.',
  },
  95000: { category: 'misconfigured', message: 'the kf account is not valid', hint: ACCOUNT },
  95001: { category: 'quota_exceeded', message: 'five messages were sent since the customer last wrote', hint: WRITE_AGAIN },
  95002: { category: 'window_closed', message: 'the customer wrote more than 48 h ago', hint: WRITE_AGAIN },
  95004: { category: 'misconfigured', message: 'there is no such kf account', hint: ACCOUNT },
  95007: { category: 'content_rejected', message: 'the token of the callback is over', hint: WAIT },
  95011: {
    category: 'misconfigured',
    message: 'the kf account is managed inside WeCom and not by API',
    hint: 'WeCom admin console → 微信客服 → 通过API管理微信客服帐号.',
  },
  95012: { category: 'misconfigured', message: '微信客服 is not in use in this company', hint: 'Open it in the WeCom admin console.' },
  95013: { category: 'window_closed', message: 'the session has ended', hint: WRITE_AGAIN },
  95014: {
    category: 'misconfigured',
    message: 'this member does not receive customers',
    hint: 'Add him to the kf account in the WeCom admin console.',
  },
  95016: { category: 'window_closed', message: 'the session cannot be taken over in this state', hint: WRITE_AGAIN },
  95017: { category: 'misconfigured', message: 'the switch 会话消息管理 for the API is off', hint: ACCOUNT },
  95018: {
    category: 'window_closed',
    message: 'a person in WeCom has the session, or it has ended',
    hint: 'Let the person in WeCom answer or end the session; once the customer writes again it can be answered from here.',
  },
};

/** A code nobody told us of is `unknown`; a negative one is an HTTP status: the platform, or what stands before it, is in trouble. */
export function explainCode(code: number): WecomCode {
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  if (known !== undefined) return known;
  if (code < 0) return { category: 'provider_unavailable', message: `WeCom answered with HTTP ${-code}`, hint: WAIT };
  const hint = `Look it up: https://open.work.weixin.qq.com/devtool/query?e=${code}`;
  return { category: 'unknown', message: `WeCom refused it (${code})`, hint };
}

export function hintOf(code: number): string {
  return explainCode(code).hint;
}

/** Of a reply that WeCom refused for good. */
export function toWecomFailure(code: number, words: string): Failure {
  const { category, message, hint } = explainCode(code);
  const native = words === '' ? '' : `: ${words}`;
  return {
    code: `wecom_${category}`,
    category,
    permanent: true,
    nativeCode: String(code),
    message: `${message}${native}`.slice(0, 500),
    hint,
  };
}
