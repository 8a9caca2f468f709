import type { DeliveryError } from '#contracts';
import { RetriableError } from '#runtime';
import { GRPC, PuppetFailure } from '../../receiving/personal/puppet-failure.js';

/**
 * What a failed call means. `not_sent`: surely nothing was sent, and it may go later. `refused`: WeChat or the puppet will not send it.
 * `unknown`: it may have been sent.
 */
export type SendFailure =
  | { readonly kind: 'not_sent'; readonly error: RetriableError }
  | { readonly kind: 'refused' | 'unknown'; readonly error: DeliveryError };

const LOGGED_OUT = /not logged ?in|logged ?out|no login|need login|未登录|请先登录/i;
const BLOCKED = /block|blacklist|not (?:a )?friend|拒收|黑名单|不是.{0,6}好友|开启了朋友验证/i;
const GONE = /not (?:found|exist)|no payload|不存在/i;
const TOO_OFTEN = /too (?:many|often|fast)|frequen|rate limit|频繁|限制/i;
const NO_ANSWER = /time(?:d)? ?-?out|超时/i;

export function classifyFailure(failure: PuppetFailure): SendFailure {
  const { code, details } = failure;
  if (failure.neverArrived) return { kind: 'not_sent', error: createHold(failure, 'provider_unavailable') };
  if (code === GRPC.unauthenticated || LOGGED_OUT.test(details)) return { kind: 'not_sent', error: createHold(failure, 'auth') };
  // The puppet itself waited in vain for WeChat: then nobody knows.
  if (failure.isAboutLink || NO_ANSWER.test(details)) return { kind: 'unknown', error: toUncertain(details) };
  return { kind: 'refused', error: toRefusal(code, details) };
}

function createHold(failure: PuppetFailure, category: 'auth' | 'provider_unavailable'): RetriableError {
  const hint =
    category === 'auth'
      ? 'Log the account in again: the state of the inbox says how.'
      : 'Nothing to do when the puppet service comes back.';
  return new RetriableError(`the puppet service did not take it: ${failure.details}`, {
    code: 'puppet_unavailable',
    hint,
    fields: { category },
  });
}

export function toUncertain(reason: string): DeliveryError {
  return {
    ...{ code: 'send_uncertain', category: 'unknown', permanent: false },
    message: `Nobody can say whether it was sent: ${reason}`,
    hint: 'Look at the conversation on the phone of the account; send it again by hand when it is not there.',
  };
}

function toRefusal(code: number, details: string): DeliveryError {
  const of = (category: DeliveryError['category'], permanent: boolean, hint: string): DeliveryError => ({
    ...{ code: category, category, permanent, nativeCode: `grpc ${code}`, hint },
    message: `The puppet service refuses it: ${details}`,
  });
  if (BLOCKED.test(details))
    return of('recipient_blocked', true, 'The contact does not take messages of this account: use another channel.');
  if (TOO_OFTEN.test(details)) return of('rate_limited', false, 'WeChat slows the account down: wait, then send it again.');
  if (GONE.test(details) || code === GRPC.notFound)
    return of('recipient_invalid', true, 'The contact or room is gone: use another channel.');
  return of('content_rejected', true, 'Look at the log of the puppet service, then change the message or send it another way.');
}
