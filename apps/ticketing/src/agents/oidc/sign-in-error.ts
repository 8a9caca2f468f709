import { ConfigurationError, PermanentError, RetriableError, TributaryError } from '#runtime';

const UNAVAILABLE = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_PARSE_ERROR'];
/** Of an answer of the token endpoint: what the operator must mend. */
const CLIENT_FAULTS = ['invalid_client', 'unauthorized_client', 'unsupported_grant_type', 'invalid_scope'];

interface LibraryError {
  readonly message: string;
  readonly cause?: unknown;
  readonly code?: unknown;
  /** OAuth error of the provider. */
  readonly error?: unknown;
  readonly error_description?: unknown;
}

/**
 * What went wrong at the provider, or with what it said, by who must act. `RetriableError`: `oidc_unavailable`. `ConfigurationError`:
 * `oidc_issuer_changed`, `oidc_client_refused`, `oidc_provider_unfit`. `PermanentError`: `oidc_refused` (the provider or the person said no),
 * `oidc_code_refused`, `oidc_clock`, `oidc_token_invalid`.
 */
export function toSignInError(error: unknown, issuer: string): TributaryError {
  if (error instanceof TributaryError) return error;
  const { code, error: oauth, error_description: description, cause } = error as LibraryError;
  const said = typeof oauth === 'string' ? `${clean(oauth)}${typeof description === 'string' ? `: ${clean(description)}` : ''}` : '';
  if (code === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR')
    return new PermanentError(`the provider did not sign you in (${said})`, {
      code: 'oidc_refused',
      fields: { provider: clean(oauth) },
      cause: error,
    });
  if (code === 'OAUTH_RESPONSE_BODY_ERROR' && CLIENT_FAULTS.includes(String(oauth)))
    return new ConfigurationError(`the provider does not take this installation (${said})`, {
      ...{ code: 'oidc_client_refused', hint: 'check oidc.clientId and oidc.clientSecret, and what is registered there', cause: error },
    });
  if (code === 'OAUTH_RESPONSE_BODY_ERROR' || code === 'OAUTH_WWW_AUTHENTICATE_CHALLENGE')
    return new PermanentError(`the provider did not take what it gave your browser (${said})`, {
      ...{ code: 'oidc_code_refused', hint: 'begin again', cause: error },
    });
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return ofOtherTime(error);
  if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED' && isOfIssuer(cause))
    return new ConfigurationError(`${issuer} says it is another issuer`, {
      ...{ code: 'oidc_issuer_changed', hint: 'oidc.issuer must be what its discovery document says', cause: error },
    });
  if (isUnavailable(error, code, cause))
    return new RetriableError(`the OpenID provider ${issuer} does not answer`, {
      ...{ code: 'oidc_unavailable', hint: 'try again later; passwords are taken as login.passwords says', cause: error },
    });
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || /SERVER_METADATA|FORBIDDEN/.test(String(code)))
    return new ConfigurationError(`${issuer} is no OpenID provider that can be used`, {
      ...{ code: 'oidc_provider_unfit', hint: 'check oidc.issuer', cause: error },
    });
  return new PermanentError('what the provider said of you cannot be trusted', {
    ...{
      code: 'oidc_token_invalid',
      hint: 'begin again; if it stays so, the provider signs with keys it does not publish, or for somebody else',
      cause: error,
    },
  });
}

export function ofOtherTime(cause: unknown): PermanentError {
  return new PermanentError('the provider’s token is of another time than this machine’s', {
    ...{ code: 'oidc_clock', hint: 'set both clocks right, or raise oidc.clockToleranceSeconds', cause },
  });
}

/** By what it says, not by its class: the platform's own errors may be of another realm. */
function isUnavailable(error: unknown, code: unknown, cause: unknown): boolean {
  if ([error, cause].some((each) => (each as Partial<LibraryError> | undefined)?.message === 'fetch failed')) return true;
  if (UNAVAILABLE.includes(String(code))) return true;
  return code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' && Number((cause as { status?: unknown } | undefined)?.status) >= 500;
}

function isOfIssuer(cause: unknown): boolean {
  const about = typeof cause === 'object' && cause !== null && 'cause' in cause ? cause.cause : cause;
  return typeof about === 'object' && about !== null && 'attribute' in about && about.attribute === 'issuer';
}

/** Words of somebody else's program. */
function clean(words: unknown): string {
  return String(words)
    .replaceAll(/[^\x20-\x7e]/g, ' ')
    .slice(0, 200);
}
