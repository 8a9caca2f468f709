import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#runtime';
import type { OAuthConfig } from './oauth.config.js';
import { GrantRefusedError, requestToken, TokenUnavailableError } from './token-request.js';
import type { KeptTokens, TokenStore } from './token-store.js';

export interface AccessToken {
  readonly value: string;
  /** ms since 1970; some time before it expires. */
  readonly goodUntil: number;
}

/** A token is replaced this long before it expires, a short-lived one after three quarters of its life. */
const MARGIN_MS = 60_000;
/** A provider that said no is not asked again sooner: asking often would lock the client. */
const REFUSED_MS = 60_000;
/** Looks at what is kept after a refusal. */
const RECALL_AFTER_MS = [0, 250, 1_000];

export interface KeeperParts {
  readonly store: Pick<TokenStore, 'read' | 'write'>;
  readonly clock: Clock;
  /** Ends what is being asked. */
  readonly signal: AbortSignal;
  /** The provider said no; null once it says yes again. */
  readonly onRefusal?: (error: GrantRefusedError | null) => void;
}

/** The access token of one account: fetched when it is needed, once for all who wait, and kept until shortly before it expires. */
export class TokenKeeper {
  private current: AccessToken | null = null;
  private asking: Promise<AccessToken> | null = null;
  private lastRefused: string | null = null;
  private unsaved: KeptTokens | null = null;
  private refusal: { readonly error: GrantRefusedError; readonly until: number } | null = null;

  constructor(
    private readonly config: OAuthConfig,
    private readonly parts: KeeperParts,
  ) {}

  /** Rejects with `GrantRefusedError` (the operator must act) or `TokenUnavailableError` (it passes). */
  token(): Promise<AccessToken> {
    if (this.current !== null && this.current.goodUntil > this.now) return Promise.resolve(this.current);
    this.asking ??= this.renew().finally(() => (this.asking = null));
    return this.asking;
  }

  /** A server did not take this token although it should be good (revoked, expired early): the next call gets another one. */
  refused(value: string): void {
    this.lastRefused = value;
    if (this.current?.value === value) this.current = null;
  }

  private async renew(): Promise<AccessToken> {
    if (this.unsaved !== null) return this.keep(this.unsaved);
    const kept = await this.recall();
    // Another process, or this one before it was started again, may have fetched one already.
    if (kept !== null && kept.goodUntil > this.now && kept.accessToken !== this.lastRefused) return this.use(kept);
    if (this.refusal !== null && this.refusal.until > this.now) throw this.refusal.error;
    const refreshToken = kept?.refreshToken ?? this.config.refreshToken;
    try {
      return await this.keep(await this.ask(refreshToken));
    } catch (error) {
      if (!(error instanceof GrantRefusedError)) throw error;
      if (await this.waitForNewer(refreshToken)) return this.renew();
      this.refusal = { error, until: this.now + REFUSED_MS };
      this.parts.onRefusal?.(error);
      throw error;
    }
  }

  private async ask(refreshToken: string | undefined): Promise<KeptTokens> {
    const granted = await requestToken(this.config, refreshToken, this.parts.signal);
    if (this.refusal !== null) this.parts.onRefusal?.(null);
    this.refusal = null;
    return {
      refreshToken: granted.refreshToken ?? refreshToken,
      accessToken: granted.accessToken,
      goodUntil: this.now + granted.lifetimeMs - Math.min(MARGIN_MS, granted.lifetimeMs / 4),
    };
  }

  /** A process beside us may have used up the refresh token at the same moment: what it was given instead is kept soon. */
  private async waitForNewer(refreshToken: string | undefined): Promise<boolean> {
    for (const wait of RECALL_AFTER_MS) {
      await sleep(wait, undefined, { signal: this.parts.signal }).catch(() => undefined);
      const kept = await this.recall();
      if (kept !== null && kept.refreshToken !== refreshToken) return true;
    }
    return false;
  }

  private async recall(): Promise<KeptTokens | null> {
    try {
      return await this.parts.store.read();
    } catch (cause) {
      throw new TokenUnavailableError('the kept refresh token cannot be read now', { code: 'oauth_unavailable', cause });
    }
  }

  /** Used only once it is durable: the refresh token it came with may be the only one that is still good. */
  private async keep(tokens: KeptTokens): Promise<AccessToken> {
    this.unsaved = tokens;
    try {
      await this.parts.store.write(tokens);
    } catch (cause) {
      throw new TokenUnavailableError('the new refresh token cannot be stored now', { code: 'oauth_unavailable', cause });
    }
    this.unsaved = null;
    return this.use(tokens);
  }

  private use({ accessToken, goodUntil }: KeptTokens): AccessToken {
    this.current = { value: accessToken, goodUntil };
    return this.current;
  }

  private get now(): number {
    return this.parts.clock.now().getTime();
  }
}
