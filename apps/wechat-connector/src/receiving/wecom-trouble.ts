import type { StateReport } from '#connector-sdk';
import { explainCode, hintOf } from '../converting/wecom-codes.js';
import { PlatformRefusal } from './platform-api.js';
import { NoAnswerError } from './platform-http.js';

/** Too many calls: it goes again later, and nobody need do anything. */
export function isRationed(error: unknown): boolean {
  return error instanceof PlatformRefusal && explainCode(error.code).category === 'rate_limited';
}

/** Why nothing can be fetched, for an operator. */
export function explainTrouble(error: unknown): StateReport {
  if (error instanceof PlatformRefusal) {
    const { category } = explainCode(error.code);
    const state = category === 'auth' || category === 'misconfigured' ? 'bad_credentials' : 'degraded';
    return { state, detail: `WeCom refuses: ${error.message}`, hint: hintOf(error.code) };
  }
  if (error instanceof NoAnswerError)
    return { state: 'degraded', detail: error.message, hint: 'Check the network, and `baseUrl` of the inbox; we try again by ourselves.' };
  const words = error instanceof Error ? error.message : String(error);
  return { state: 'degraded', detail: `What was fetched could not be kept: ${words}`, hint: 'Nothing is lost: it is fetched again.' };
}
