import { ConfigurationError, RetriableError } from '#runtime';
import { NoAnswer } from './http-call.js';
import { isForLater, toNativeError } from './native-errors.js';

/** The platform answered and said no, with one of its codes. */
export class PlatformRefusal extends Error {
  override readonly name = 'PlatformRefusal';

  constructor(
    readonly errcode: number,
    readonly errmsg: string,
  ) {
    super(`The platform answered ${errcode} ${errmsg.slice(0, 200)}`);
  }
}

/** The call left and nobody knows what came of it. */
export class UncertainCall extends Error {
  override readonly name = 'UncertainCall';
}

/** What a failed call means: `RetriableError` where surely nothing arrived, else `UncertainCall`. Addresses are told without their query: tokens stand there. */
export function toCallFailure(error: unknown, url: URL): RetriableError | UncertainCall {
  const where = `${url.host}${url.pathname}`;
  const why = error instanceof Error ? error.message : String(error);
  if (!(error instanceof NoAnswer) || error.left) return new UncertainCall(`${where} gave no answer: ${why}`);
  return new RetriableError(`${where} cannot be reached: ${why}`, {
    code: 'platform_unreachable',
    hint: 'It is tried again by itself; check that this machine reaches the platform if it stays.',
    fields: { category: 'provider_unavailable' },
    cause: error,
  });
}

/** A refusal as an error for who waits for the call to succeed: time heals it, or an operator must. */
export function toWaiting(refusal: PlatformRefusal): RetriableError | ConfigurationError {
  const { category, message, hint, code, retryAfterMs } = toNativeError(refusal.errcode, refusal.errmsg);
  const details = { code, hint, fields: { category, nativeCode: refusal.errcode }, cause: refusal };
  if (!isForLater(refusal.errcode) && (category === 'auth' || category === 'misconfigured'))
    return new ConfigurationError(message, details);
  return new RetriableError(message, { ...details, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}
