import { randomBytes } from 'node:crypto';
import { isObject } from '../converting/kf/kf-item.js';
import type { TokenSource } from '../sending/access-tokens.js';
import { isTokenRefusal } from '../sending/native-errors.js';
import type { Tokens } from '../sending/platform-api.js';
import { PlatformRefusal, UncertainCall } from '../sending/platform-errors.js';
import { toWecomWaiting } from './wecom-trouble.js';
import type { HttpAnswer, PlatformHttp } from './platform-http.js';

type Json = Readonly<Record<string, unknown>>;

const MAX_JSON_BYTES = 16 * 1024 * 1024;

export interface DownloadedFile {
  readonly bytes: Buffer;
  readonly contentType: string | null;
  readonly fileName: string | null;
}

/**
 * WeCom's API for one account. Unlike `PlatformApi` it gives answers to the byte, for they are kept; takes files of any type, `text/plain` too; and ends its
 * connections with the inbox. Rejects with `PlatformRefusal`, `RetriableError`, `UncertainCall`, `ConfigurationError` as that one, and `TooLargeAnswer`.
 */
export class WecomApi {
  constructor(
    private readonly http: PlatformHttp,
    private readonly baseUrl: string,
    private readonly tokens: Tokens,
    private readonly timeoutMs: number,
  ) {}

  /** Resolves when there is a token: whoever must know before he begins. */
  async ready(): Promise<void> {
    await this.tokens.get();
  }

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
    const token = await this.tokens.get();
    try {
      return await call(token);
    } catch (error) {
      if (!(error instanceof PlatformRefusal) || !isTokenRefusal(error.errcode)) throw error;
      this.tokens.refused(token);
      return call(await this.tokens.get());
    }
  }
}

const JSON_BODY = { 'content-type': 'application/json; charset=utf-8' };

/** Where the token of one app of a company comes from. */
export function toTokenSource(http: PlatformHttp, baseUrl: string, app: { name: string; corpId: string; secret: string }): TokenSource {
  const path = '/cgi-bin/gettoken';
  const url = toUrl(baseUrl, path, { corpid: app.corpId, corpsecret: app.secret });
  return {
    name: app.name,
    identity: [app.corpId, app.secret, baseUrl],
    request: async () => {
      try {
        const json = readJson(path, await http.call({ method: 'GET', url, timeoutMs: 10_000, maxBytes: MAX_JSON_BYTES }));
        const [value, seconds] = [json['access_token'], Number(json['expires_in'])];
        if (typeof value !== 'string' || value === '') throw new UncertainCall(`${path} answered without an access_token`);
        return { value, lifetimeMs: (Number.isFinite(seconds) && seconds > 0 ? seconds : 7_200) * 1000 };
      } catch (error) {
        throw error instanceof PlatformRefusal || error instanceof UncertainCall ? toWecomWaiting(error) : error;
      }
    },
  };
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
  const { errcode = 0, errmsg = '' } = isObject(json) ? json : {};
  if (answer.status < 500 && Number(errcode) !== 0) throw new PlatformRefusal(Number(errcode), String(errmsg).slice(0, 300));
  if (answer.status !== 200 || !isObject(json)) throw new UncertainCall(`${path} answered ${answer.status} without a result`);
  return json;
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
