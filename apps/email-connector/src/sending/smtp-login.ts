import { hintForLogin, REFUSED_TOKEN_HINT } from '../authorising/login-hints.js';
import { isLoopback } from '../authorising/oauth.config.js';
import type { TokenKeeper } from '../authorising/token-keeper.js';
import { GrantRefusedError, TokenUnavailableError } from '../authorising/token-request.js';
import type { EmailInboxConfig } from '../email.config.js';

type Provided = (error: Error | null, token?: string, goodUntil?: number) => void;

/**
 * How an inbox logs in at its outgoing server: by what the URL says, or by token where it is the inbox's own server and the URL has no
 * password. Another server gets no token of this account.
 */
export class SmtpLogin {
  /** For nodemailer's transport. */
  readonly options: object;
  readonly hint: string;
  private readonly tokens: TokenKeeper | null = null;
  private lastProvided: string | null = null;

  constructor(url: string | undefined, config: EmailInboxConfig, tokens: TokenKeeper | null) {
    const server = url !== undefined && URL.canParse(url) ? new URL(url) : null;
    this.hint = server === null ? REFUSED_TOKEN_HINT : hintForLogin(server.hostname);
    this.options = {};
    if (tokens === null || server === null || url !== config.smtp?.url || server.password !== '') return;
    this.tokens = tokens;
    this.hint = REFUSED_TOKEN_HINT;
    const user = server.username === '' ? (config.imap?.user ?? config.address) : decodeURIComponent(server.username);
    const provisionCallback = (_user: string, _renew: boolean, done: Provided) => this.provide(tokens, done);
    // A token in clear could be read and used by whoever listens.
    this.options = {
      auth: { type: 'OAuth2', user, provisionCallback },
      requireTLS: server.protocol === 'smtp:' && !isLoopback(server.hostname),
    };
  }

  /** Rejects as `TokenKeeper.token` does, before anything is sent. */
  async prepare(): Promise<void> {
    await this.tokens?.token();
  }

  /**
   * Was it the token that the server did not take? Then there is another one now, and a second try is worth it: nothing was sent yet. "Not now"
   * (454) is no word on it. Rejects as `prepare` does.
   */
  async renewAfter(error: unknown): Promise<boolean> {
    const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
    if (this.tokens === null || this.lastProvided === null || code !== 'EAUTH' || responseCode < 500) return false;
    this.tokens.refused(this.lastProvided);
    await this.prepare();
    return true;
  }

  private provide(tokens: TokenKeeper, done: Provided): void {
    tokens.token().then(
      ({ value, goodUntil }) => {
        this.lastProvided = value;
        done(null, value, goodUntil);
      },
      // nodemailer makes a failed login of what it is given, in place.
      (cause: unknown) => done(new Error((cause as Error).message, { cause })),
    );
  }
}

/** Why there was no token for a login; null for what a mail server said. */
export function tokenFaultOf(error: unknown): TokenUnavailableError | GrantRefusedError | null {
  for (const fault of [error, (error as Error).cause])
    if (fault instanceof TokenUnavailableError || fault instanceof GrantRefusedError) return fault;
  return null;
}
