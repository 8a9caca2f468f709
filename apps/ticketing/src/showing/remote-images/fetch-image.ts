import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { PermanentError, RetriableError } from '#runtime';
import { detectImageType, IMAGE_HEAD_BYTES } from '../image-type.js';
import { type AskingRules, examineAddress, toLookup } from './asked-address.js';

export interface RemoteImage {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface FetchRules extends AskingRules {
  readonly maxBytes: number;
  /** For all of it: names, redirects, bytes. */
  readonly timeoutMs: number;
}

const MAX_REDIRECTS = 4;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const HEADERS = {
  accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/*',
  'accept-encoding': 'identity',
  'user-agent': 'Tributary',
};

/**
 * Fetches an image for a person who asked to see it. A name is resolved once and the connection goes to what was looked at; every redirect is
 * looked at anew. No cookie, no referrer, nothing of who asks. Rejects `PermanentError` (`remote_image_refused`: where it lies is not asked;
 * `remote_image_unfit`: no image, or too large) or `RetriableError` (`remote_image_unavailable`).
 */
export async function fetchImage(address: string, rules: FetchRules): Promise<RemoteImage> {
  const signal = AbortSignal.timeout(rules.timeoutMs);
  try {
    let url = new URL(address);
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const response = await ask(url, rules, signal);
      const { statusCode = 0, headers } = response;
      if (statusCode === 200) return await readImage(response, rules.maxBytes);
      response.destroy();
      const target = REDIRECTS.has(statusCode) ? headers.location : undefined;
      if (target === undefined) throw new RetriableError(`its server answered ${statusCode}`, { code: 'remote_image_unavailable' });
      if (!URL.canParse(target, url.href)) throw refused('its server leads to no address');
      url = new URL(target, url);
    }
    throw refused(`its server leads on more than ${MAX_REDIRECTS} times`);
  } catch (error) {
    if (error instanceof PermanentError || error instanceof RetriableError) throw error;
    const reason = signal.aborted ? `it took more than ${rules.timeoutMs} ms` : error instanceof Error ? error.message : String(error);
    throw new RetriableError(`the image could not be fetched: ${reason}`, { code: 'remote_image_unavailable', cause: error });
  }
}

function ask(url: URL, rules: FetchRules, signal: AbortSignal): Promise<IncomingMessage> {
  const { secure, host, port, isTrusted } = examineAddress(url, rules, refused);
  const send = secure ? requestHttps : requestHttp;
  return new Promise((done, fail) => {
    const request = send({
      method: 'GET',
      host,
      port,
      path: `${url.pathname}${url.search}`,
      headers: { ...HEADERS, host: url.host },
      // A connection of another request may have been made by other rules.
      agent: false,
      lookup: toLookup(rules, isTrusted, refused),
      signal,
    });
    request.once('response', done);
    request.once('error', fail);
    request.end();
  });
}

async function readImage(response: IncomingMessage, maxBytes: number): Promise<RemoteImage> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let type: string | null = null;
  try {
    if (!['identity', ''].includes(response.headers['content-encoding'] ?? '')) throw unfit('it is packed');
    if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw unfit(`it has more than ${maxBytes} bytes`);
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxBytes) throw unfit(`it has more than ${maxBytes} bytes`);
      if (type === null && bytes >= IMAGE_HEAD_BYTES) type = typeOf(chunks);
    }
    return { type: type ?? typeOf(chunks), bytes: Buffer.concat(chunks) };
  } finally {
    response.destroy();
  }
}

function typeOf(chunks: readonly Buffer[]): string {
  const type = detectImageType(Buffer.concat(chunks));
  if (type === null) throw unfit('it is no image that is shown here');
  return type;
}

function refused(reason: string): PermanentError {
  return new PermanentError(`the image is not fetched: ${reason}`, {
    code: 'remote_image_refused',
    hint: 'remoteImages.privateHosts names servers of your own that may be asked',
  });
}

function unfit(reason: string): PermanentError {
  return new PermanentError(`the image is not shown: ${reason}`, { code: 'remote_image_unfit' });
}
