import { randomBytes } from 'node:crypto';
import type { AccessTokens, FreshToken } from './access-token.js';
import type { HttpAnswer, PlatformHttp } from './platform-http.js';

type Json = Readonly<Record<string, unknown>>;

/** The platform answered, and says no: `errcode` other than 0, or a status that is no success. */
export class PlatformRefusal extends Error {
  override readonly name = 'PlatformRefusal';

  constructor(
    readonly path: string,
    /** `errcode`; the negative HTTP status where there was no JSON. */
    readonly code: number,
    readonly words: string,
  ) {
    super(`${path} answered ${code}${words === '' ? '' : ` (${words})`}`);
  }
}

export interface DownloadedFile {
  readonly bytes: Buffer;
  readonly contentType: string | null;
  readonly fileName: string | null;
}

/** Codes by which 公众号 and WeCom refuse a token that was good: another one is asked for once. */
const TOKEN_REFUSED = new Set([40001, 40014, 42001]);
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** JSON API of one account of a Tencent platform. Throws `PlatformRefusal` or `NoAnswerError`, nothing else but what its tokens throw. */
export class PlatformApi {
  constructor(
    private readonly http: PlatformHttp,
    private readonly baseUrl: string,
    private readonly tokens: AccessTokens,
    private readonly timeoutMs: number,
  ) {}

  async post(path: string, body: Json): Promise<Json> {
    return (await this.postForBytes(path, body)).json;
  }

  /** With the answer as it came, for what must be kept byte for byte. */
  async postForBytes(path: string, body: Json): Promise<{ json: Json; bytes: Buffer }> {
    const sent = Buffer.from(JSON.stringify(body));
    return this.withToken(async (token) => {
      const call = { ...this.toCall(path, { access_token: token }), method: 'POST' as const, headers: JSON_BODY, body: sent };
      const answer = await this.http.call(call);
      return { json: readJson(path, answer), bytes: answer.body };
    });
  }

  async get(path: string, query: Readonly<Record<string, string>>): Promise<Json> {
    return this.withToken(async (token) => readJson(path, await this.http.call(this.toCall(path, { access_token: token, ...query }))));
  }

  /** A file, or the JSON that is sent in its place as a refusal. */
  async download(path: string, query: Readonly<Record<string, string>>, maxBytes: number): Promise<DownloadedFile> {
    return this.withToken(async (token) => {
      const answer = await this.http.call({ ...this.toCall(path, { access_token: token, ...query }), maxBytes });
      const contentType = answer.headers['content-type'] ?? null;
      const disposition = answer.headers['content-disposition'] ?? '';
      // Refusals come with 200 and as text/plain as well; a file has a disposition.
      if (answer.status !== 200 || (disposition === '' && answer.body[0] === 0x7b)) readJson(path, answer);
      return { bytes: answer.body, contentType, fileName: readFileName(disposition) };
    });
  }

  /** One file as a form field; what the platform answers. */
  async upload(
    path: string,
    query: Readonly<Record<string, string>>,
    file: { name: string; contentType: string; bytes: Buffer },
  ): Promise<Json> {
    const boundary = `tributary-${randomBytes(12).toString('hex')}`;
    const name = file.name.replace(/[\r\n"\\]/g, '_');
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="${name}"; filelength=${file.bytes.length}\r\nContent-Type: ${file.contentType}\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    return this.withToken(async (token) =>
      readJson(path, await this.http.call({ ...this.toCall(path, { access_token: token, ...query }), method: 'POST', headers, body })),
    );
  }

  private toCall(path: string, query: Readonly<Record<string, string>>) {
    return { method: 'GET' as const, url: toUrl(this.baseUrl, path, query), timeoutMs: this.timeoutMs, maxBytes: MAX_JSON_BYTES };
  }

  private async withToken<T>(call: (token: string) => Promise<T>): Promise<T> {
    const token = await this.tokens.current();
    try {
      return await call(token);
    } catch (error) {
      if (!(error instanceof PlatformRefusal) || !TOKEN_REFUSED.has(error.code)) throw error;
      return call(await this.tokens.renew(token));
    }
  }
}

const JSON_BODY = { 'content-type': 'application/json; charset=utf-8' };

/** A token call, the one without a token. */
export async function askForToken(
  http: PlatformHttp,
  baseUrl: string,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<FreshToken> {
  const answer = await http.call({ method: 'GET', url: toUrl(baseUrl, path, query), timeoutMs: 10_000, maxBytes: MAX_JSON_BYTES });
  const json = readJson(path, answer);
  const [token, seconds] = [json['access_token'], Number(json['expires_in'])];
  if (typeof token !== 'string' || token === '') throw new PlatformRefusal(path, -answer.status, 'no access_token in the answer');
  return { token, expiresInMs: (Number.isFinite(seconds) && seconds > 0 ? seconds : 7_200) * 1000 };
}

function toUrl(baseUrl: string, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(baseUrl.replace(/\/+$/, '') + path);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function readJson(path: string, answer: HttpAnswer): Json {
  let json: unknown;
  try {
    json = JSON.parse(answer.body.toString('utf8'));
  } catch {
    json = null;
  }
  if (answer.status >= 500) throw new PlatformRefusal(path, -answer.status, 'the platform is in trouble');
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new PlatformRefusal(path, -answer.status, 'no JSON in the answer');
  const { errcode = 0, errmsg = '' } = json as { errcode?: unknown; errmsg?: unknown };
  if (Number(errcode) !== 0) throw new PlatformRefusal(path, Number(errcode), String(errmsg).slice(0, 300));
  if (answer.status !== 200) throw new PlatformRefusal(path, -answer.status, String(errmsg).slice(0, 300));
  return json as Json;
}

/** RFC 6266, and what platforms write instead: raw UTF-8 in the quoted form. */
function readFileName(disposition: string): string | null {
  const extended = /filename\*=(?:utf-8|UTF-8)''([^;]+)/.exec(disposition)?.[1];
  try {
    if (extended !== undefined) return decodeURIComponent(extended);
  } catch {
    // Not encoded as it says: the plain one stands beside it.
  }
  const plain = /filename="?([^";]+)"?/.exec(disposition)?.[1];
  return plain === undefined ? null : Buffer.from(plain, 'latin1').toString('utf8');
}
