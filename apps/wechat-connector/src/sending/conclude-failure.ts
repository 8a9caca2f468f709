import type { SendResult } from '#connector-sdk';
import { RetriableError, TributaryError } from '#runtime';
import { isForLater, toNativeError } from './native-errors.js';
import { PlatformRefusal } from './platform-errors.js';

/**
 * What is certain after message `sent + 1` of `total` failed, all of it after the mark: refused for good is `failed`; surely not sent and nothing
 * before it is tried again (throws `RetriableError`); the rest is `unknown`, or, where something arrived before, `failed` with words that say how much.
 */
export function concludeFailure(error: unknown, sent: number, total: number): SendResult {
  if (error instanceof PlatformRefusal) {
    const told = toNativeError(error.errcode, error.errmsg);
    if (sent > 0) return { status: 'failed', error: { ...told, permanent: true, ...partly(sent, total, told.message) } };
    if (!isForLater(error.errcode)) return { status: 'failed', error: told };
    const { message, code, hint, retryAfterMs, category } = told;
    throw new RetriableError(message, { code, hint, retryAfterMs: retryAfterMs!, fields: { category }, cause: error });
  }
  const why = error instanceof Error ? error.message : String(error);
  if (isSurelyNotSent(error)) {
    const { code, hint, fields } = error;
    const category = fields['category'] === 'auth' ? 'auth' : 'provider_unavailable';
    if (sent === 0) throw new RetriableError(why, { code, hint, fields: { category }, cause: error });
    return { status: 'failed', error: { code, category, permanent: true, ...partly(sent, total, why) } };
  }
  const hint = 'Ask the customer, or look into the message list of the account, before you send it again.';
  const message = `Message ${sent + 1} of ${total} left and nobody knows whether it arrived: ${why}`;
  return { status: 'unknown', error: { code: 'no_answer', category: 'timeout', permanent: false, message, hint } };
}

/** A token could not be had, or nobody was there: classed errors promise that nothing left. */
function isSurelyNotSent(error: unknown): error is TributaryError {
  return error instanceof TributaryError;
}

function partly(sent: number, total: number, why: string): { partly: true; message: string; hint: string } {
  return {
    partly: true,
    message: `The first ${sent} of ${total} messages arrived, the rest did not: ${why}`,
    hint: 'Send the rest again, without what has arrived.',
  };
}
