import { hash } from 'node:crypto';
import type { ConnectorContext } from '#connector-sdk';
import { ConfigurationError, RetriableError, type SecretKey } from '#runtime';

/** Where tokens come from: one account of a platform. */
export interface TokenSource {
  /** Tells this account's token from others of the inbox: `official-account`, `wecom-kf`. */
  readonly name: string;
  /** All that the token depends on (appid, secret, address): another one, and what is kept is forgotten. */
  readonly identity: readonly string[];
  /** `again`: the last one was not taken although it should be good. Throws `ConfigurationError` for wrong secrets, `RetriableError` for the rest. */
  request(again: boolean, signal: AbortSignal): Promise<{ readonly value: string; readonly lifetimeMs: number }>;
}

interface KeptToken {
  readonly print: string;
  readonly value: string;
  /** ms since 1970; some time before it expires. */
  readonly goodUntil: number;
}

/** A token is replaced this long before it ends: the old one works five minutes beside the new. */
const MARGIN_MS = 300_000;
/** Wrong secrets are asked again no sooner: the platform locks who asks too often. */
const REFUSED_MS = 60_000;
const PATIENCE_MS = 20_000;

/**
 * The access token of one account, for all processes that run its inbox: a new one voids the one before, so only the holder of the lease asks for
 * one, and the others find it (sealed) in the state store.
 */
export class AccessTokens {
  private current: KeptToken | null = null;
  private lastRefused: string | null = null;
  private asking: Promise<string> | null = null;
  private refusal: { readonly error: ConfigurationError; readonly until: number } | null = null;
  private readonly print: string;
  private readonly stateKey: string;

  constructor(
    private readonly source: TokenSource,
    private readonly context: Pick<ConnectorContext, 'clock' | 'inbox' | 'signal' | 'state' | 'withLease'>,
    private readonly secret: Pick<SecretKey, 'seal' | 'unseal'>,
  ) {
    this.print = hash('sha256', JSON.stringify(source.identity), 'hex');
    this.stateKey = `token:${source.name}`;
  }

  /** Rejects with `ConfigurationError` (an operator must act) or `RetriableError` (it passes). */
  get(): Promise<string> {
    if (this.isGood(this.current)) return Promise.resolve(this.current.value);
    this.asking ??= this.renew().finally(() => (this.asking = null));
    return this.asking;
  }

  /** The platform did not take this token: the next `get` gives another. */
  refused(value: string): void {
    this.lastRefused = value;
    if (this.current?.value === value) this.current = null;
  }

  private async renew(): Promise<string> {
    if ((await this.recall()) !== null) return this.current!.value;
    if (this.refusal !== null && this.refusal.until > this.now) throw this.refusal.error;
    let failure: unknown;
    const work = async (signal: AbortSignal) => {
      try {
        // Whoever held the lease before may just have got one.
        if ((await this.recall()) === null) await this.request(signal);
      } catch (error) {
        failure = error;
      }
    };
    await this.within(this.context.withLease(this.stateKey, work));
    if (failure !== undefined) throw failure;
    if (!this.isGood(this.current)) throw unavailable('the inbox stops, or another process is asking for it');
    return this.current.value;
  }

  private async request(signal: AbortSignal): Promise<void> {
    try {
      const { value, lifetimeMs } = await this.source.request(this.lastRefused !== null, signal);
      const kept = { print: this.print, value, goodUntil: this.now + lifetimeMs - Math.min(MARGIN_MS, lifetimeMs / 4) };
      await this.context.state.set(this.stateKey, this.secret.seal(this.purpose, JSON.stringify(kept)));
      this.current = kept;
      this.refusal = null;
      this.lastRefused = null;
    } catch (error) {
      if (error instanceof ConfigurationError) this.refusal = { error, until: this.now + REFUSED_MS };
      throw error;
    }
  }

  /** What is kept, when it is good; null otherwise. */
  private async recall(): Promise<KeptToken | null> {
    const sealed = await this.context.state.get<string>(this.stateKey);
    const kept = sealed === null ? null : this.open(sealed);
    if (!this.isGood(kept)) return null;
    this.current = kept;
    return kept;
  }

  private isGood(token: KeptToken | null): token is KeptToken {
    return token !== null && token.print === this.print && token.goodUntil > this.now && token.value !== this.lastRefused;
  }

  /** Sealed with a secret that is gone: as if nothing were kept. */
  private open(sealed: string): KeptToken | null {
    try {
      return JSON.parse(this.secret.unseal(this.purpose, sealed)) as KeptToken;
    } catch {
      return null;
    }
  }

  private async within(work: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unavailable(`nobody got one within ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    try {
      await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private get purpose(): string {
    return `wechat-token:${this.context.inbox.id}`;
  }

  private get now(): number {
    return this.context.clock.now().getTime();
  }
}

function unavailable(why: string): RetriableError {
  return new RetriableError(`There is no access token now: ${why}`, { code: 'token_unavailable', retryAfterMs: 5_000 });
}
