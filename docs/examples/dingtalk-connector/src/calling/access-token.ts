import type { DingtalkConfig } from '../dingtalk.config.js';
import { readAnswer } from './read-answer.js';

const PATIENCE_MS = 10_000;
/** Asked for anew before it ends: 7 200 s, or what it says. */
const SHARE = 0.8;

interface Token {
  readonly value: string;
  readonly until: number;
}

/**
 * The token that opens the API. Asking again within its life gives the same one (unverified), so each process may keep its own and no refresher
 * is needed.
 */
export class AccessToken {
  private token: Token | null = null;
  private asking: Promise<Token> | null = null;

  constructor(private readonly config: Pick<DingtalkConfig, 'apiUrl' | 'appKey' | 'appSecret'>) {}

  async get(): Promise<string> {
    if (this.token !== null && performance.now() < this.token.until) return this.token.value;
    this.asking ??= this.ask().finally(() => (this.asking = null));
    this.token = await this.asking;
    return this.token.value;
  }

  /** The API refused it. */
  forget(): void {
    this.token = null;
  }

  private async ask(): Promise<Token> {
    const { apiUrl, appKey, appSecret } = this.config;
    const answer = await fetch(`${apiUrl}/v1.0/oauth2/accessToken`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ appKey, appSecret }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { accessToken, expireIn } = await readAnswer<{ accessToken: string; expireIn: number }>(answer);
    return { value: accessToken, until: performance.now() + expireIn * 1_000 * SHARE };
  }
}
