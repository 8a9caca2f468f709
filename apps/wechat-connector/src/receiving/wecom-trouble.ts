import { reason, type StateReport, toReason } from '#connector-sdk';
import { ConfigurationError, RetriableError, TributaryError } from '#runtime';
import { isWecomForLater, toWecomError } from '../sending/wecom-errors.js';
import { PlatformRefusal, type UncertainCall } from '../sending/platform-errors.js';

/** Too many calls: it goes again later, and nobody need do anything. */
export function isRationed(error: unknown): boolean {
  return error instanceof PlatformRefusal && toWecomError(error.errcode, '').category === 'rate_limited';
}

/** For who waits for a call to succeed: time heals it, or an operator must act. */
export function toWecomWaiting(failure: PlatformRefusal | UncertainCall): RetriableError | ConfigurationError {
  if (!(failure instanceof PlatformRefusal))
    return new RetriableError(failure.message, {
      code: 'platform_no_answer',
      fields: { category: 'provider_unavailable' },
      cause: failure,
    });
  const { category, message, hint, code } = toWecomError(failure.errcode, failure.errmsg);
  const details = { code, hint, fields: { category, nativeCode: failure.errcode }, cause: failure };
  const forOperator = !isWecomForLater(failure.errcode) && (category === 'auth' || category === 'misconfigured');
  return forOperator ? new ConfigurationError(message, details) : new RetriableError(message, { ...details, retryAfterMs: 10_000 });
}

/** Why nothing can be fetched, for an operator. */
export function explainTrouble(error: unknown): StateReport {
  if (error instanceof PlatformRefusal) return explainTrouble(toWecomWaiting(error));
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof ConfigurationError)
    return { state: 'bad_credentials', detail, hint: error.hint ?? 'Check the settings of the inbox.', reasons: [toReason(error)] };
  const hint = error instanceof TributaryError ? error.hint : undefined;
  return { state: 'degraded', detail, hint: hint ?? 'It is tried again by itself.', reasons: [toReason(error), reason('goes_on')] };
}
