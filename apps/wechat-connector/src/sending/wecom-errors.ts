import type { DeliveryChanged } from '#contracts';
import { isForLater, toNativeError } from './native-errors.js';

type Failure = NonNullable<DeliveryChanged['error']>;
type Known = Pick<Failure, 'category' | 'hint'> & { readonly meaning: string };

const ACCOUNT =
  'WeCom admin console → 微信客服 → API: let this app manage the kf account; then check `openKfId` and `secret` of the inbox.';
const MEMBERS = 'Put the member into the visible range of the app in the WeCom admin console.';

/** Where a code means something else in WeCom than in 公众号, or is WeCom's alone. All others: `native-errors.ts`. */
const WECOM_CODES: ReadonlyMap<number, Known> = new Map<number, Known>([
  [
    40001,
    { category: 'auth', meaning: 'the secret is wrong', hint: 'Correct `secret` of the inbox: WeCom admin console → the app → Secret.' },
  ],
  [40013, { category: 'auth', meaning: 'the company id is wrong', hint: 'Correct `corpId` of the inbox: WeCom admin console → 我的企业.' }],
  [40056, { category: 'misconfigured', meaning: 'the app is not known', hint: 'Correct `agentId` of the inbox.' }],
  [
    40058,
    { category: 'content_rejected', meaning: 'WeCom does not take what was sent', hint: 'Send it in another form, e.g. as plain text.' },
  ],
  [
    40091,
    { category: 'auth', meaning: 'the secret is wrong', hint: 'Correct `secret` of the inbox: WeCom admin console → the app → Secret.' },
  ],
  [48002, { category: 'misconfigured', meaning: 'the app may not call this API', hint: ACCOUNT }],
  [60011, { category: 'misconfigured', meaning: 'the app may not reach this member', hint: MEMBERS }],
  [60111, { category: 'recipient_invalid', meaning: 'there is no such member', hint: 'Check the member in the address book of WeCom.' }],
  [81013, { category: 'recipient_invalid', meaning: 'none of the recipients can be reached', hint: MEMBERS }],
  [95000, { category: 'misconfigured', meaning: 'the kf account is not valid', hint: ACCOUNT }],
  [95004, { category: 'misconfigured', meaning: 'there is no such kf account', hint: ACCOUNT }],
  [95014, { category: 'misconfigured', meaning: 'this member does not receive customers', hint: 'Add him to the kf account in WeCom.' }],
  [
    95016,
    { category: 'window_closed', meaning: 'the session cannot be taken in this state', hint: 'Wait for the next message of the customer.' },
  ],
]);

/** The platform's `errcode` and `errmsg` for two readers. */
export function toWecomError(errcode: number, errmsg: string): Failure {
  const told = toNativeError(errcode, errmsg);
  const known = WECOM_CODES.get(errcode);
  if (known === undefined) return told;
  const { category, hint, meaning } = known;
  return { ...told, category, hint, message: `It was not done: ${meaning} (${errcode} ${errmsg.slice(0, 200)})` };
}

/** Surely not done, and to be done later: nobody must act. */
export function isWecomForLater(errcode: number): boolean {
  return isForLater(errcode) && !WECOM_CODES.has(errcode);
}
