import type { InboundMessage, InboxRef, Sender } from '#contracts';
import type { WindowLimits } from '../../sending/reply-windows.js';
import { isSensibleTime, type NativeCallback, occurredAtOf } from '../native-callback.js';

/** What is known of a callback beside its words. */
export interface CallbackEnvelope {
  readonly inbox: InboxRef;
  readonly appId: string;
  readonly receivedAt: Date;
  /** The same for one try of the platform, another for the next. */
  readonly deliveryId: string;
  readonly raw: InboundMessage['raw'];
  /** Did the signature cover its text (safe mode)? */
  readonly signed: boolean;
  readonly limits: WindowLimits;
  /** The customer pressed the button "progress": a moment ago, or by this event. */
  readonly pressedProgress: boolean;
}

/** Who it is: known to this account by openid, to all accounts of one owner by unionid, where the platform tells it. */
export function toSender(
  openid: string,
  { fields }: NativeCallback,
  { appId, signed }: Pick<CallbackEnvelope, 'appId' | 'signed'>,
): Sender {
  const assurance = signed ? 'verified' : 'claimed';
  const unionid = fields.get('UnionId') ?? fields.get('UnionID') ?? fields.get('unionid');
  return {
    role: 'customer',
    identities: [
      { scheme: 'wechat_openid', value: openid, raw: openid, scope: appId, assurance },
      ...(unionid === null || unionid.length > 320 ? [] : [{ scheme: 'wechat_unionid', value: unionid, raw: unionid, assurance } as const]),
    ],
  };
}

/** When it happened as the platform tells it; our arrival where that cannot be. `note` goes into the extras. */
export function momentOf(
  callback: NativeCallback,
  receivedAt: Date,
): { readonly occurredAt: string; readonly note?: { readonly createTimeAsWritten: string } } {
  const told = occurredAtOf(callback);
  if (told !== null && isSensibleTime(told, receivedAt)) return { occurredAt: told };
  return { occurredAt: receivedAt.toISOString(), note: { createTimeAsWritten: (callback.createTime ?? '').slice(0, 40) } };
}
