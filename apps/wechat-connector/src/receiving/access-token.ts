import { hash } from 'node:crypto';
import type { ConnectorContext } from '#connector-sdk';
import { RetriableError, type SecretKey } from '#runtime';

/** A token as a platform hands it out. */
export interface FreshToken {
  readonly token: string;
  readonly expiresInMs: number;
}

export interface AccessTokens {
  /** One to be used now. */
  current(): Promise<string>;
  /** One other than the refused: the platform said that it is expired or wrong. */
  renew(refused: string): Promise<string>;
}

interface KeptToken {
  /** Whose token it is: another secret in the settings makes it worthless. */
  readonly print: string;
  readonly sealed: string;
  /** ms since 1970. */
  readonly goodUntil: number;
}

const STATE_KEY = 'access-token';
/** A token is not begun with that ends while the call is under way. */
const MARGIN_MS = 60_000;

/**
 * The access token of one account, in the state of its inbox for all processes. A refresh kills the old one (公众号) or is rationed (WeCom), so only one
 * asks at a time, under a lease, and looks first whether somebody else just did.
 */
export class SharedAccessToken implements AccessTokens {
  private readonly print: string;
  private readonly purpose: string;
  private cached: { token: string; goodUntil: number } | null = null;
  private renewing: Promise<string> | null = null;

  /**
   * `account`: what the token belongs to (app id and secret); kept as a hash only. `ask` gets a new one; its errors reach whoever needs the token.
   */
  constructor(
    private readonly context: Pick<ConnectorContext, 'state' | 'clock' | 'withLease' | 'inbox' | 'log'>,
    private readonly secret: Pick<SecretKey, 'seal' | 'unseal'>,
    account: readonly string[],
    private readonly ask: () => Promise<FreshToken>,
  ) {
    this.print = hash('sha256', JSON.stringify(account), 'hex');
    this.purpose = `access-token:${context.inbox.id}`;
  }

  async current(): Promise<string> {
    const { cached } = this;
    if (cached !== null && this.isGood(cached)) return cached.token;
    const kept = await this.load();
    return kept !== null && this.isGood(kept) ? (this.cached = kept).token : this.renew(kept?.token ?? '');
  }

  renew(refused: string): Promise<string> {
    // All of this process that are refused at once share one try.
    this.renewing ??= this.renewOnce(refused).finally(() => (this.renewing = null));
    return this.renewing;
  }

  private async renewOnce(refused: string): Promise<string> {
    let outcome: { token: string } | { error: unknown } | null = null;
    await this.context.withLease(STATE_KEY, async () => {
      try {
        outcome = { token: await this.renewAlone(refused) };
      } catch (error) {
        outcome = { error };
      }
    });
    const ended = outcome as { token: string } | { error: unknown } | null;
    if (ended === null) throw new RetriableError('The inbox stopped before it had an access token', { code: 'inbox_stopped' });
    if ('error' in ended) throw ended.error;
    return ended.token;
  }

  private async renewAlone(refused: string): Promise<string> {
    const kept = await this.load();
    if (kept !== null && kept.token !== refused && this.isGood(kept)) return (this.cached = kept).token;
    const { token, expiresInMs } = await this.ask();
    const usableMs = Math.max(expiresInMs - MARGIN_MS, expiresInMs / 2);
    this.cached = { token, goodUntil: this.context.clock.now().getTime() + usableMs };
    const value: KeptToken = { print: this.print, sealed: this.secret.seal(this.purpose, token), goodUntil: this.cached.goodUntil };
    await this.context.state.set(STATE_KEY, value);
    this.context.log.debug('a new access token', {
      inboxId: this.context.inbox.id,
      goodUntil: new Date(this.cached.goodUntil).toISOString(),
    });
    return token;
  }

  private async load(): Promise<{ token: string; goodUntil: number } | null> {
    const kept = await this.context.state.get<KeptToken>(STATE_KEY);
    if (kept === null || kept.print !== this.print) return null;
    try {
      return { token: this.secret.unseal(this.purpose, kept.sealed), goodUntil: kept.goodUntil };
    } catch {
      // Sealed with a secret that is gone: a new one costs a call.
      return null;
    }
  }

  private isGood({ goodUntil }: { goodUntil: number }): boolean {
    return this.context.clock.now().getTime() < goodUntil;
  }
}
