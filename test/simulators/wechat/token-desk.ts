import { randomBytes } from 'node:crypto';
import type { Answer } from './answers.js';

const LIFETIME_S = 7_200;

/** Access tokens: two hours, and a new one voids the one before at once (the platform leaves five minutes; here nobody gets away with it). */
export class TokenDesk {
  /** How often a token was asked for. */
  asked = 0;
  /** Somebody changed the account's secret and told nobody. */
  secretChanged = false;
  private current: { readonly value: string; readonly until: number } | null = null;

  constructor(
    private readonly account: { readonly appId: string; readonly appSecret: string },
    private readonly now: () => Date,
  ) {}

  /** `GET /cgi-bin/token`. */
  give(query: URLSearchParams): Answer {
    return this.check(query.get('appid'), query.get('secret')) ?? this.renew();
  }

  /** `POST /cgi-bin/stable_token`: the same one until it ends or is forced. */
  giveStable(json: Record<string, unknown>): Answer {
    const fault = this.check(json['appid'], json['secret']);
    if (fault !== null) return fault;
    if (json['force_refresh'] !== true && this.isGood(this.current?.value)) return this.tell();
    return this.renew();
  }

  /** Null when it may pass. */
  refuse(value: string | null): Answer | null {
    if (this.isGood(value)) return null;
    const known = value !== null && value === this.current?.value;
    return known
      ? { json: { errcode: 42001, errmsg: 'access_token expired' } }
      : { json: { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' } };
  }

  /** Somebody else asked for a token of this account. */
  void(): void {
    this.current = null;
  }

  private isGood(value: string | null | undefined): boolean {
    return this.current !== null && value === this.current.value && this.current.until > this.now().getTime();
  }

  private check(appId: unknown, secret: unknown): Answer | null {
    this.asked += 1;
    if (appId !== this.account.appId) return { json: { errcode: 40013, errmsg: 'invalid appid' } };
    if (this.secretChanged || secret !== this.account.appSecret) return { json: { errcode: 40125, errmsg: 'invalid appsecret' } };
    return null;
  }

  private renew(): Answer {
    this.current = { value: randomBytes(64).toString('base64url'), until: this.now().getTime() + LIFETIME_S * 1_000 };
    return this.tell();
  }

  private tell(): Answer {
    const { value, until } = this.current!;
    return { json: { access_token: value, expires_in: Math.ceil((until - this.now().getTime()) / 1_000) } };
  }
}
