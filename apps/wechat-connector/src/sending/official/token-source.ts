import { ConfigurationError, RetriableError } from '#runtime';
import type { OfficialInboxConfig } from '../../official.config.js';
import type { TokenSource } from '../access-tokens.js';
import { type PlatformCall, requestPlatform } from '../platform-api.js';
import { PlatformRefusal, toWaiting, UncertainCall } from '../platform-errors.js';

const USUAL_LIFETIME_S = 7_200;

/** Where access tokens of a 公众号 come from: `token`, or `stable_token`, which gives the same one until it is forced. */
export function createTokenSource({ appId, appSecret, apiUrl, stableToken }: OfficialInboxConfig): TokenSource {
  const about = { grant_type: 'client_credential', appid: appId, secret: appSecret };
  return {
    name: 'official-account',
    identity: [apiUrl, appId, appSecret, String(stableToken)],
    async request(again, signal) {
      const call: PlatformCall = stableToken
        ? { path: '/cgi-bin/stable_token', json: { ...about, force_refresh: again } }
        : { path: '/cgi-bin/token', query: about };
      const answer = await ask(apiUrl, call, signal);
      const value = answer['access_token'];
      if (typeof value !== 'string' || value === '')
        throw new RetriableError('The platform answered without an access token', { code: 'token_unavailable' });
      const seconds = Number(answer['expires_in']);
      return { value, lifetimeMs: (seconds > 0 ? seconds : USUAL_LIFETIME_S) * 1_000 };
    },
  };
}

/** A refusal that no table knows is the operator's: secrets and rights are all that a token depends on. */
async function ask(apiUrl: string, call: PlatformCall, signal: AbortSignal) {
  try {
    return (await requestPlatform(apiUrl, call, signal)).json;
  } catch (error) {
    if (error instanceof UncertainCall) throw new RetriableError(error.message, { code: 'token_unavailable', cause: error });
    if (!(error instanceof PlatformRefusal)) throw error;
    const waiting = toWaiting(error);
    if (waiting instanceof ConfigurationError || waiting.retryAfterMs !== undefined) throw waiting;
    throw new ConfigurationError(waiting.message, { code: waiting.code, hint: waiting.hint, fields: { category: 'auth' }, cause: error });
  }
}
