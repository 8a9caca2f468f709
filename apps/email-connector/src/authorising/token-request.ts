import { ConfigurationError, RetriableError } from '#runtime';
import { type OAuthConfig, scopeOf, tokenUrlOf } from './oauth.config.js';

/** What the endpoint gave. */
export interface GrantedToken {
  /** Printable ASCII. */
  readonly accessToken: string;
  readonly lifetimeMs: number;
  /** A newer refresh token; the one before may be void from now on. */
  readonly refreshToken: string | undefined;
}

/** No token now, and nobody said no: it passes. */
export class TokenUnavailableError extends RetriableError {}

/** The provider said no: only the operator can help. */
export class GrantRefusedError extends ConfigurationError {}

const REQUEST_MS = 20_000;
/** RFC 6749 §5.1 only recommends `expires_in`. */
const USUAL_LIFETIME_S = 1_800;
/** Words of the endpoint for "not now" (RFC 6749 §4.1.2.1; Microsoft says them at the token endpoint too). */
const PASSING = new Set(['temporarily_unavailable', 'server_error', 'slow_down', 'authorization_pending']);

const HINTS: Readonly<Record<string, string>> = {
  invalid_grant:
    'the consent was withdrawn, has expired, or the password was changed: sign in again, put the new refreshToken into the inbox, save it',
  invalid_client: 'check clientId and clientSecret; a client secret of Microsoft expires and must be made anew',
  unauthorized_client: 'allow this app the grant and the mail permissions in the console of the provider',
  invalid_scope: 'allow this app the mail scopes in the console of the provider, or set oauth.scope',
  interaction_required: 'the provider wants the person to sign in again: do so, put the new refreshToken into the inbox, save it',
};

/**
 * Asks the token endpoint once. Rejects with `GrantRefusedError` when it says no, with `TokenUnavailableError` for all else: not
 * reachable, too slow, an answer that is none.
 */
export async function requestToken(config: OAuthConfig, refreshToken: string | undefined, signal: AbortSignal): Promise<GrantedToken> {
  const url = tokenUrlOf(config);
  const { status, answer } = await post(url, toForm(config, refreshToken), signal);
  const error = typeof answer['error'] === 'string' ? answer['error'].slice(0, 100) : null;
  if (status >= 400 && status < 500 && status !== 429 && error !== null && !PASSING.has(error)) throw refusal(url, error, answer);
  const { access_token: accessToken, expires_in: lifetime, refresh_token: newer } = answer;
  if (status !== 200 || typeof accessToken !== 'string' || !/^[\x21-\x7e]+$/.test(accessToken))
    throw unavailable(url, `it answered ${status}${error === null ? '' : ` ${error}`}`);
  const seconds = Number(lifetime);
  return {
    accessToken,
    lifetimeMs: (seconds > 0 ? seconds : USUAL_LIFETIME_S) * 1_000,
    refreshToken: typeof newer === 'string' && newer !== '' ? newer : undefined,
  };
}

function toForm(config: OAuthConfig, refreshToken: string | undefined): URLSearchParams {
  const form = new URLSearchParams({ grant_type: config.grant, client_id: config.clientId });
  if (config.clientSecret !== undefined) form.set('client_secret', config.clientSecret);
  if (config.grant === 'refresh_token') form.set('refresh_token', refreshToken ?? '');
  const scope = scopeOf(config);
  if (scope !== undefined) form.set('scope', scope);
  return form;
}

async function post(url: string, form: URLSearchParams, signal: AbortSignal): Promise<{ status: number; answer: Record<string, unknown> }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      // Secrets go where they were meant to, nowhere else.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
    });
    return { status: response.status, answer: readObject(await response.text()) };
  } catch (cause) {
    const { message, cause: deeper } = cause as Error;
    throw unavailable(url, deeper instanceof Error ? `${message}: ${deeper.message}` : message, cause);
  }
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function unavailable(url: string, why: string, cause?: unknown): TokenUnavailableError {
  return new TokenUnavailableError(`no token from ${hostOf(url)}: ${why}`, {
    code: 'oauth_unavailable',
    hint: 'it asks again by itself; check that this machine reaches the token endpoint if it stays',
    cause,
  });
}

function refusal(url: string, error: string, answer: Record<string, unknown>): GrantRefusedError {
  const words = typeof answer['error_description'] === 'string' ? ` (${answer['error_description'].slice(0, 200)})` : '';
  return new GrantRefusedError(`${hostOf(url)} refused a token: ${error}${words}`, {
    code: 'oauth_grant_refused',
    hint: HINTS[error] ?? 'read the words of the provider, mend oauth of the inbox, save it',
  });
}

function hostOf(url: string): string {
  return new URL(url).host;
}
