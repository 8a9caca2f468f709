import { Inject, Injectable } from '@nestjs/common';
import type { Configuration, ServerMetadata } from 'openid-client';
import { CLOCK, type Clock, ConfigurationError, LOGGER, type Logger, PermanentError, SETTINGS, type Settings } from '#runtime';
import type { Claims } from './read-claims.js';
import { ofOtherTime, toSignInError } from './sign-in-error.js';
import type { SignInState } from './sign-in-state.js';

/** How long what a provider says of itself is believed; its keys are fetched anew for each login. */
const FRESH_MS = 5 * 60_000;

export interface ProvenPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Claims;
  readonly idToken: string;
}

/**
 * The OpenID provider of this installation. Looked for when somebody signs in, so that a provider which is down stops nobody else. Tokens are checked
 * against the machine's clock, which is what providers know. Every method throws as `toSignInError` says.
 */
@Injectable()
export class OidcProvider {
  private metadata: { readonly at: number; readonly asked: Promise<ServerMetadata> } | null = null;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  get isSet(): boolean {
    return this.settings.oidc.issuer !== undefined;
  }

  /** Where the browser goes. */
  async begin(redirectUri: string, { state, nonce, verifier }: SignInState): Promise<URL> {
    return this.guarded(async () => {
      const client = await import('openid-client');
      const scopes = [...new Set(['openid', ...this.settings.oidc.scopes])];
      return client.buildAuthorizationUrl(await this.configure(), {
        ...{ redirect_uri: redirectUri, scope: scopes.join(' '), state, nonce },
        ...{ code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
      });
    });
  }

  /** Trades the code the browser brought for an ID token: its signature, issuer, audience, nonce and times are checked. */
  async finish(callback: URL, { state, nonce, verifier }: SignInState): Promise<ProvenPerson> {
    return this.guarded(async () => {
      const client = await import('openid-client');
      const configuration = await this.configure();
      const tokens = await client.authorizationCodeGrant(configuration, callback, {
        ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
      });
      const token = tokens.claims()!;
      // The library looks at the end of a token only.
      if (token.iat > Date.now() / 1000 + this.settings.oidc.clockToleranceSeconds) throw ofOtherTime(undefined);
      // What an ID token leaves out, the provider tells by its userinfo.
      const asks = !Object.hasOwn(token, this.settings.oidc.emailClaim) && configuration.serverMetadata().userinfo_endpoint !== undefined;
      const more = asks ? await client.fetchUserInfo(configuration, tokens.access_token, token.sub) : {};
      return { issuer: token.iss, subject: token.sub, claims: { ...more, ...token }, idToken: tokens.id_token! };
    });
  }

  /** Where the browser goes to end the login there too; null: the provider has no such place. */
  async endSessionUrl(idToken: string, back: string): Promise<string | null> {
    return this.guarded(async () => {
      const client = await import('openid-client');
      const configuration = await this.configure();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
      return client.buildEndSessionUrl(configuration, { id_token_hint: idToken, post_logout_redirect_uri: back }).href;
    });
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const told = toSignInError(error, this.settings.oidc.issuer ?? '');
      if (!(told instanceof PermanentError)) this.log.warn('the OpenID provider cannot be used', { code: told.code, error: told.message });
      throw told;
    }
  }

  /** Of its own for each login: keys that a configuration has seen it would keep. */
  private async configure(): Promise<Configuration> {
    const client = await import('openid-client');
    const { clientId, clientSecret, clockToleranceSeconds, timeoutMs } = this.settings.oidc;
    const metadata = await this.discover();
    const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const byHeader = methods.includes('client_secret_basic') || !methods.includes('client_secret_post');
    const secret = clientSecret === undefined ? client.None() : byHeader ? client.ClientSecretBasic() : client.ClientSecretPost();
    const known = {
      ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
      [client.clockTolerance]: clockToleranceSeconds,
    };
    const configuration = new client.Configuration(metadata, clientId!, known, secret);
    configuration.timeout = timeoutMs / 1000;
    // In the code flow the library takes an ID token on TLS alone, unless told to look at its signature.
    client.enableNonRepudiationChecks(configuration);
    if (isPlain(metadata.issuer)) client.allowInsecureRequests(configuration);
    return configuration;
  }

  /** Asked once for all who come at the same moment; a failure is forgotten. */
  private async discover(): Promise<ServerMetadata> {
    const { issuer, clientId } = this.settings.oidc;
    if (issuer === undefined || clientId === undefined)
      throw new ConfigurationError('there is no single sign-on here', { code: 'oidc_unset', hint: 'set oidc.issuer and oidc.clientId' });
    const now = this.clock.now().getTime();
    if (this.metadata !== null && Math.abs(now - this.metadata.at) < FRESH_MS) return this.metadata.asked;
    const asked = this.ask(new URL(issuer), clientId);
    this.metadata = { at: now, asked };
    asked.catch(() => {
      if (this.metadata?.asked === asked) this.metadata = null;
    });
    return asked;
  }

  private async ask(issuer: URL, clientId: string): Promise<ServerMetadata> {
    const client = await import('openid-client');
    const found = await client.discovery(issuer, clientId, undefined, client.None(), {
      timeout: this.settings.oidc.timeoutMs / 1000,
      execute: isPlain(issuer.href) ? [client.allowInsecureRequests] : [],
    });
    return found.serverMetadata();
  }
}

/** Settings let plain http be on this machine only. */
function isPlain(issuer: string): boolean {
  return issuer.startsWith('http:');
}
