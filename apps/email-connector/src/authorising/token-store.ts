import { hash } from 'node:crypto';
import type { StateStore } from '#connector-sdk';
import type { SecretKey } from '#runtime';
import type { OAuthConfig } from './oauth.config.js';

/** What must outlive the process: providers may void a refresh token the moment they hand out the next. */
export interface KeptTokens {
  readonly refreshToken: string | undefined;
  readonly accessToken: string;
  /** When the access token should no longer be used, ms since 1970. */
  readonly goodUntil: number;
}

const STATE_KEY = 'oauth:tokens';

/** Tokens of one inbox, sealed in its state. Those of another configuration (the operator signed in anew) are none. */
export class TokenStore {
  private readonly print: string;
  private readonly purpose: string;

  constructor(
    private readonly state: StateStore,
    private readonly secret: SecretKey,
    inboxId: string,
    config: OAuthConfig,
  ) {
    const { provider, grant, clientId, clientSecret, refreshToken, tenant, tokenUrl, scope } = config;
    this.print = hash('sha256', JSON.stringify([provider, grant, clientId, clientSecret, refreshToken, tenant, tokenUrl, scope]), 'hex');
    this.purpose = `oauth:${inboxId}`;
  }

  /** Null when nothing usable is kept; rejects when the state cannot be read. */
  async read(): Promise<KeptTokens | null> {
    const sealed = await this.state.get<string>(STATE_KEY);
    if (sealed === null) return null;
    const { print, ...tokens } = this.open(sealed);
    return print === this.print ? (tokens as KeptTokens) : null;
  }

  async write(tokens: KeptTokens): Promise<void> {
    await this.state.set(STATE_KEY, this.secret.seal(this.purpose, JSON.stringify({ print: this.print, ...tokens })));
  }

  /** Sealed with a secret that is gone: as if nothing were kept, the configured refresh token is all there is. */
  private open(sealed: string): Partial<KeptTokens> & { print?: string } {
    try {
      return JSON.parse(this.secret.unseal(this.purpose, sealed)) as KeptTokens & { print: string };
    } catch {
      return {};
    }
  }
}
