import type { SendResult } from '#connector-sdk';
import type { DeliveryChanged } from '#contracts';
import { type ConfigurationError, RetriableError } from '#runtime';
import type { PlatformRefusal } from './platform-errors.js';
import { isWecomForLater, toWecomError } from './wecom-errors.js';

type Failure = NonNullable<DeliveryChanged['error']>;

/** Why one message did not go. */
export type Unsent =
  | { readonly status: 'refused'; readonly refusal: PlatformRefusal; readonly session?: Failure; readonly closed?: string }
  | { readonly status: 'unreached'; readonly error: RetriableError | ConfigurationError; readonly closed?: undefined }
  | { readonly status: 'unknown'; readonly why: string };

/**
 * What is certain after message `sent + 1` of `total` did not go. What may go later is tried again as a whole (throws `RetriableError`): where some of it arrived,
 * only if the platform knows those again (`recognised`), else the rest is `failed`.
 */
export function concludeWecom(unsent: Unsent, sent: number, total: number, recognised: boolean): SendResult {
  const part = sent === 0 ? '' : ` The first ${sent} of ${total} messages arrived.`;
  const partly = sent === 0 ? {} : { partly: true as const };
  const later = (error: Failure, thrown: RetriableError): SendResult => {
    if (sent === 0 || recognised) throw thrown;
    return {
      status: 'failed',
      error: {
        ...error,
        ...partly,
        permanent: true,
        message: `${error.message}${part}`,
        hint: 'Send the rest again, without what has arrived.',
      },
    };
  };
  if (unsent.status === 'unreached') {
    const { message, code, hint = '', fields } = unsent.error;
    const thrown =
      unsent.error instanceof RetriableError ? unsent.error : new RetriableError(message, { code, hint, fields, cause: unsent.error });
    return later({ code, category: 'provider_unavailable', permanent: true, message, hint }, thrown);
  }
  if (unsent.status === 'unknown') {
    const message = `WeCom did not say whether it took message ${sent + 1} of ${total}: ${unsent.why}.${part}`;
    const hint = 'Look in the chat whether it arrived before you send it once more.';
    return { status: 'unknown', error: { code: 'no_answer', category: 'timeout', permanent: false, message, hint } };
  }
  const { errcode, errmsg } = unsent.refusal;
  const told = unsent.session ?? toWecomError(errcode, errmsg);
  const waits = isWecomForLater(errcode) || told.category === 'auth' || told.category === 'misconfigured';
  if (!waits) {
    const { closed } = unsent;
    const window = closed === undefined ? {} : { replyWindow: { open: false, reason: closed } };
    return { status: 'failed', error: { ...told, ...partly, permanent: true, message: `${told.message}${part}` }, ...window };
  }
  const { code, hint, category, message } = told;
  const needsOperator = category === 'misconfigured' ? 'auth' : category;
  const thrown = new RetriableError(message, {
    code,
    hint,
    retryAfterMs: told.retryAfterMs ?? 60_000,
    fields: { category: needsOperator },
    cause: unsent.refusal,
  });
  return later(told, thrown);
}
