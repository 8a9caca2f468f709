import type { SendResult } from '#connector-sdk';
import type { DeliveryChanged } from '#contracts';
import { type ConfigurationError, RetriableError } from '#runtime';
import type { PlatformRefusal } from '../platform-errors.js';
import { isWecomForLater, toWecomError } from '../wecom-errors.js';

type Failure = NonNullable<DeliveryChanged['error']>;

/** Why one message did not go. */
export type Unsent =
  | { readonly status: 'refused'; readonly refusal: PlatformRefusal; readonly session?: Failure; readonly closed?: string }
  | { readonly status: 'unreached'; readonly error: RetriableError | ConfigurationError; readonly closed?: undefined }
  | { readonly status: 'unknown'; readonly why: string };

/**
 * What is certain after message `sent + 1` of `total` did not go. What may go later is tried again as a whole (throws `RetriableError`), even where some of it
 * arrived: the platform knows those again by their `msgid`.
 */
export function concludeKf(unsent: Unsent, sent: number, total: number): SendResult {
  if (unsent.status === 'unreached') {
    const { error } = unsent;
    throw error instanceof RetriableError
      ? error
      : new RetriableError(error.message, { code: error.code, hint: error.hint, fields: error.fields, cause: error });
  }
  const part = sent === 0 ? '' : ` The first ${sent} of ${total} messages arrived.`;
  if (unsent.status === 'unknown') {
    const message = `WeCom did not say whether it took message ${sent + 1} of ${total}: ${unsent.why}.${part}`;
    const hint = 'Look in the chat whether it arrived before you send it once more.';
    return { status: 'unknown', error: { code: 'no_answer', category: 'timeout', permanent: false, message, hint } };
  }
  const { errcode, errmsg } = unsent.refusal;
  const told = unsent.session ?? toWecomError(errcode, errmsg);
  const waits = isWecomForLater(errcode) || told.category === 'auth' || told.category === 'misconfigured';
  if (!waits) return { status: 'failed', error: { ...told, permanent: true, message: `${told.message}${part}` } };
  const { code, hint, category, message } = told;
  const needsOperator = category === 'misconfigured' ? 'auth' : category;
  throw new RetriableError(message, {
    code,
    hint,
    retryAfterMs: told.retryAfterMs ?? 60_000,
    fields: { category: needsOperator },
    cause: unsent.refusal,
  });
}
