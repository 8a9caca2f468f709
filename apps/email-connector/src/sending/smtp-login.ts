import { hintForLogin, REFUSED_TOKEN_HINT } from '../authorising/login-hints.js';
import { isLoopback } from '../authorising/oauth.config.js';
import type { TokenKeeper } from '../authorising/token-keeper.js';
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

  /** Was it the token that the server did not take? Then a second try gets another one; at that point nothing was sent. */
  renewAfter(error: unknown): boolean {
    if (this.tokens === null || this.lastProvided === null || (error as { code?: string }).code !== 'EAUTH') return false;
    this.tokens.refused(this.lastProvided);
    return true;
  }

  private provide(tokens: TokenKeeper, done: Provided): void {
    tokens.token().then(
      ({ value, goodUntil }) => {
        this.lastProvided = value;
        done(null, value, goodUntil);
      },
      (error: unknown) => done(error as Error),
    );
  }
}
