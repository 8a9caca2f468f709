import { openResponse, type OpenedMedia } from '#connector-sdk';
import type { AccessTokens, TokenSource } from '../sending/access-tokens.js';
import { type JsonObject, PlatformApi, requestPlatform } from '../sending/platform-api.js';
import { PlatformRefusal, UncertainCall } from '../sending/platform-errors.js';
import { toWecomWaiting } from './wecom-trouble.js';

const FILE_MS = 60_000;

/** Calls of WeCom for one app of one company. Rejects as `PlatformApi.call`. */
export class WecomApi {
  private readonly api: PlatformApi;

  constructor(
    baseUrl: string,
    private readonly tokens: AccessTokens,
    signal: AbortSignal,
    private readonly timeoutMs: number,
  ) {
    this.api = new PlatformApi(baseUrl, tokens, signal);
  }

  /** Resolves when there is a token: whoever must know before he begins. */
  async ready(): Promise<void> {
    await this.tokens.get();
  }

  post(path: string, json: JsonObject): Promise<JsonObject> {
    return this.api.call({ path, json, timeoutMs: this.timeoutMs });
  }

  /** The answer as it came, for what must be kept byte for byte. */
  async postForBytes(path: string, json: JsonObject): Promise<Buffer> {
    const { bytes } = await this.api.open({ path, json, timeoutMs: this.timeoutMs });
    if (bytes === null) throw new UncertainCall(`${path} answered something else than JSON`);
    return bytes;
  }

  /** Rejects with `MediaLost` too, where it says that it is larger than `maxBytes`. */
  async download(path: string, query: Readonly<Record<string, string>>, maxBytes: number): Promise<OpenedMedia> {
    const { response, bytes } = await this.api.open({ path, query, timeoutMs: FILE_MS });
    const fileName = readFileName(response.headers.get('content-disposition') ?? '');
    // What came as text was read already, for it might have been a refusal.
    const opened = await openResponse(bytes === null ? response : new Response(bytes, response), maxBytes);
    return { ...opened, ...(fileName === null ? {} : { fileName }) };
  }

  upload(
    path: string,
    query: Readonly<Record<string, string>>,
    file: { name: string; contentType: string; bytes: Buffer },
  ): Promise<JsonObject> {
    const form = new FormData();
    form.set('media', new Blob([new Uint8Array(file.bytes)], { type: file.contentType }), file.name);
    return this.api.call({ path, query, form, timeoutMs: FILE_MS });
  }
}

/** Where the token of one app of a company comes from. */
export function toTokenSource(baseUrl: string, app: { name: string; corpId: string; secret: string }): TokenSource {
  const path = '/cgi-bin/gettoken';
  return {
    name: app.name,
    identity: [app.corpId, app.secret, baseUrl],
    request: async (_again, signal) => {
      try {
        const { json } = await requestPlatform(baseUrl, { path, query: { corpid: app.corpId, corpsecret: app.secret } }, signal);
        const [value, seconds] = [json['access_token'], Number(json['expires_in'])];
        if (typeof value !== 'string' || value === '') throw new UncertainCall(`${path} answered without an access_token`);
        return { value, lifetimeMs: (Number.isFinite(seconds) && seconds > 0 ? seconds : 7_200) * 1000 };
      } catch (error) {
        throw error instanceof PlatformRefusal || error instanceof UncertainCall ? toWecomWaiting(error) : error;
      }
    },
  };
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
