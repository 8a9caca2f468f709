import { neverConnected, type SendResult } from '@tributary/connector-sdk';
import { RetriableError } from '@tributary/connector-sdk/runtime';
import { DingtalkError } from '../calling/dingtalk-error.js';
import { toFailure, waitOf } from './error-classes.js';

/**
 * What is certain after message `sent + 1` of `total` did not go. Nothing that has arrived is sent a second time: only where it was the first one the reply
 * waits (`RetriableError`), else the rest has failed, and the agent reads how much there is.
 */
export function concludePiece(error: unknown, sent: number, total: number): SendResult {
  const arrived = sent === 0 ? '' : `. The first ${sent} of ${total} messages of it arrived`;
  const later = laterOf(error);
  if (later !== null) {
    if (sent === 0) throw later;
    const { code, message } = later;
    const hint = 'Send the rest by itself.';
    return { status: 'failed', error: { code, category: 'provider_unavailable', permanent: true, message: `${message}${arrived}`, hint } };
  }
  // 5xx other than 503: it may have been taken before it broke.
  if (error instanceof DingtalkError && error.status < 500) {
    const failure = toFailure(error);
    return { status: 'failed', error: { ...failure, message: `${failure.message}${arrived}` } };
  }
  if (total === 1) throw error;
  const words = error instanceof Error ? error.message : String(error);
  const message = `DingTalk did not say whether it took message ${sent + 1} of ${total}: ${words}${arrived}`;
  const hint = 'Look in the chat what arrived before you send the rest.';
  return { status: 'unknown', error: { code: 'no_answer', category: 'timeout', permanent: false, message, hint } };
}

/** Of what was surely not taken, and may be another time. */
function laterOf(error: unknown): RetriableError | null {
  if (neverConnected(error)) return new RetriableError('No connection to DingTalk', { code: 'remote_away', cause: error });
  const retryAfterMs = error instanceof DingtalkError ? waitOf(error) : null;
  if (retryAfterMs === null) return null;
  const { message, code } = error as DingtalkError;
  return new RetriableError(`DingTalk is busy: ${message} (${code})`, { code: 'remote_busy', retryAfterMs });
}
