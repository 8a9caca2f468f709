import { callHttp, type HttpCall } from './http-call.js';
import { isTokenRefusal } from './native-errors.js';
import { PlatformRefusal, toCallFailure, UncertainCall } from './platform-errors.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface PlatformCall {
  /** `/cgi-bin/message/custom/send`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; without it the call is a GET. */
  readonly json?: unknown;
  readonly form?: FormData;
  readonly timeoutMs?: number;
}

export interface PlatformAnswer {
  readonly response: Response;
  readonly json: JsonObject;
  /** Null where the body is still to be read. */
  readonly bytes: Buffer | null;
}

/** Gives the token of an account and takes back what is not good any more: `AccessTokens`. */
export interface Tokens {
  get(): Promise<string>;
  refused(value: string): void;
}

const CALL_MS = 15_000;

/**
 * Calls of 公众号 and WeCom with the account's access token. A call whose token is refused was not done: it is made once more with a new one.
 * Rejects with `PlatformRefusal` (its code), `RetriableError` (surely not arrived), `UncertainCall` (who knows), `ConfigurationError` (no token).
 */
export class PlatformApi {
  constructor(
    /** `https://api.weixin.qq.com`, without a slash at the end. */
    private readonly baseUrl: string,
    private readonly tokens: Tokens,
    private readonly signal: AbortSignal,
  ) {}

  /** The answer's JSON. */
  async call(call: PlatformCall): Promise<JsonObject> {
    const response = await this.open(call);
    return response.json;
  }

  /** A download: its bytes are not read yet. An answer in JSON or plain text that is no refusal is read: `bytes` are what came, exactly. */
  async open(call: PlatformCall): Promise<PlatformAnswer> {
    const token = await this.tokens.get();
    try {
      return await this.request(call, token);
    } catch (error) {
      if (!(error instanceof PlatformRefusal && isTokenRefusal(error.errcode))) throw error;
      this.tokens.refused(token);
      return this.request(call, await this.tokens.get());
    }
  }

  private async request(call: PlatformCall, token: string): Promise<PlatformAnswer> {
    return requestPlatform(this.baseUrl, { ...call, query: { access_token: token, ...call.query } }, this.signal);
  }
}

/** One call without a token of its own: where tokens themselves come from. Rejects as `PlatformApi.call`. */
export async function requestPlatform(
  baseUrl: string,
  { path, query, json, form, timeoutMs = CALL_MS }: PlatformCall,
  signal: AbortSignal,
): Promise<PlatformAnswer> {
  const url = new URL(`${baseUrl}${path}`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  let response: Response;
  let answer: JsonObject;
  let bytes: Buffer | null;
  try {
    response = await callHttp(url, { ...(await toContent(json, form)), signal: ending });
    bytes = isJson(response) ? Buffer.from(await response.arrayBuffer()) : null;
    // A file has a disposition, whatever stands in it.
    answer = bytes === null || response.headers.has('content-disposition') ? {} : readObject(bytes.toString('utf8'));
  } catch (error) {
    throw toCallFailure(error, url);
  }
  const { errcode, errmsg } = answer;
  if (typeof errcode === 'number' && errcode !== 0) throw new PlatformRefusal(errcode, typeof errmsg === 'string' ? errmsg : '');
  if (!response.ok) {
    // What was read is locked, and over.
    if (bytes === null) await response.body?.cancel();
    throw new UncertainCall(`${url.host}${url.pathname} answered ${response.status}`);
  }
  return { response, json: answer, bytes };
}

async function toContent(json: unknown, form: FormData | undefined): Promise<Pick<HttpCall, 'method' | 'headers' | 'body'>> {
  if (form !== undefined) {
    const encoded = new Response(form);
    const type = encoded.headers.get('content-type') ?? 'multipart/form-data';
    return { method: 'POST', headers: { 'content-type': type }, body: Buffer.from(await encoded.arrayBuffer()) };
  }
  if (json === undefined) return {};
  return { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8' }, body: Buffer.from(JSON.stringify(json)) };
}

/** Errors of downloads come as text/plain. */
function isJson({ headers }: Response): boolean {
  return /json|text\/plain/i.test(headers.get('content-type') ?? 'json');
}

function readObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as JsonObject) : {};
  } catch {
    return {};
  }
}
