import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was asked at the token endpoint. */
export type TokenRequest = Readonly<Record<string, string>>;

/** An authorisation server over HTTP: a token endpoint that can rotate, refuse and fail, and the introspection that mail servers ask. */
export interface OAuthServer {
  readonly tokenUrl: string;
  /** The token goes behind it. */
  readonly tokenInfoUrl: string;
  readonly requests: TokenRequest[];
  /** The refresh token that is good now. */
  readonly refreshToken: string;
  /** Access tokens handed out, oldest first. */
  readonly issued: string[];
  /** Every use of a refresh token voids it and hands out another. */
  rotate(on: boolean): void;
  /** `expires_in` of tokens from now on; null: not told. Tokens expire by it here, too. */
  setLifetime(seconds: number | null): void;
  /** No request is granted until null: an error code (400), or an HTTP status. */
  fail(how: string | number | null): void;
  /** All access tokens handed out until now are void. */
  revokeAll(): void;
  isActive(accessToken: string): boolean;
  stop(): Promise<void>;
}

export async function startOAuthServer(account: string): Promise<OAuthServer> {
  const tokens = new Map<string, number>();
  const requests: TokenRequest[] = [];
  const issued: string[] = [];
  const makeToken = (kind: string) => `${kind}.${randomBytes(12).toString('base64url')}`;
  let refreshToken = makeToken('refresh');
  let rotating = false;
  let lifetime: number | null = 3_600;
  let failure: string | number | null = null;
  const isActive = (token: string) => (tokens.get(token) ?? 0) > Date.now();

  const grant = (form: TokenRequest): [number, object] => {
    requests.push(form);
    if (typeof failure === 'number') return [failure, {}];
    if (failure !== null) return [400, { error: failure, error_description: 'as the test wants it' }];
    if (form['grant_type'] === 'refresh_token' && form['refresh_token'] !== refreshToken)
      return [400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }];
    if (form['grant_type'] === 'client_credentials' && form['client_secret'] !== 'a client secret')
      return [401, { error: 'invalid_client' }];
    const accessToken = makeToken('access');
    issued.push(accessToken);
    tokens.set(accessToken, Date.now() + (lifetime ?? 3_600) * 1_000);
    if (rotating) refreshToken = makeToken('refresh');
    return [
      200,
      {
        access_token: accessToken,
        token_type: 'Bearer',
        ...(lifetime === null ? {} : { expires_in: lifetime }),
        ...(rotating ? { refresh_token: refreshToken } : {}),
      },
    ];
  };
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/tokeninfo') {
      const token = url.searchParams.get('access_token') ?? '';
      return isActive(token) ? answer(200, { active: true, email: account }) : answer(400, { error: 'invalid_token' });
    }
    void readForm(request).then((form) => answer(...grant(form)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    tokenUrl: `${base}/token`,
    tokenInfoUrl: `${base}/tokeninfo?access_token=`,
    requests,
    issued,
    get refreshToken() {
      return refreshToken;
    },
    rotate: (on) => (rotating = on),
    setLifetime: (seconds) => (lifetime = seconds),
    fail: (how) => (failure = how),
    revokeAll: () => tokens.clear(),
    isActive,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readForm(request: IncomingMessage): Promise<TokenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
}
