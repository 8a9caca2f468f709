import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { PermanentError } from '#runtime';
import { type AskingRules, examineAddress, toLookup } from '../showing/remote-images/asked-address.js';

export interface PostRules extends AskingRules {
  /** For name, connection and answer together. */
  readonly timeoutMs: number;
}

export interface PostAnswer {
  /** Null: there was none. */
  readonly status: number | null;
  readonly error: string | null;
  readonly retryAfter?: string;
}

const MOST_TOLD = 300;

/** A place that a webhook may name. Throws `PermanentError` (`webhook_refused`). */
export function examineWebhookUrl(address: string, rules: AskingRules): URL {
  if (!URL.canParse(address)) throw refused('that is no address');
  const url = new URL(address);
  const { secure, isTrusted } = examineAddress(url, rules, refused);
  if (!secure && !isTrusted) throw refused('events go out over https only');
  return url;
}

/**
 * Posts once and never follows: an endpoint that moved is to be entered anew. The connection goes to an address that was looked at; what the endpoint
 * says is cut short, for it is shown to people. Never rejects.
 */
export async function postWebhook(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  rules: PostRules,
): Promise<PostAnswer> {
  const signal = AbortSignal.timeout(rules.timeoutMs);
  try {
    const url = examineWebhookUrl(address, rules);
    const response = await post(url, headers, body, rules, signal);
    const { statusCode: status = 0 } = response;
    const told = await readStart(response);
    if (status >= 200 && status < 300) return { status, error: null };
    const retryAfter = response.headers['retry-after'];
    return {
      status,
      error: told === '' ? `answered ${status}` : `answered ${status}: ${told}`,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  } catch (error) {
    const reason = signal.aborted ? `no answer within ${rules.timeoutMs} ms` : error instanceof Error ? error.message : String(error);
    return { status: null, error: reason.slice(0, MOST_TOLD) };
  }
}

function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  rules: PostRules,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { secure, host, port, isTrusted } = examineAddress(url, rules, refused);
  const send = secure ? requestHttps : requestHttp;
  return new Promise((done, fail) => {
    const request = send({
      method: 'POST',
      host,
      port,
      path: `${url.pathname}${url.search}`,
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Tributary-Webhooks/1',
        host: url.host,
        ...headers,
      },
      agent: false,
      lookup: toLookup(rules, isTrusted, refused),
      signal,
    });
    request.once('response', done);
    request.once('error', fail);
    request.end(body);
  });
}

/** As much as a person wants to see; the rest is not read. */
async function readStart(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response as AsyncIterable<Buffer>) {
    text += chunk.toString('latin1');
    if (text.length >= MOST_TOLD) break;
  }
  response.destroy();
  return text
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, MOST_TOLD);
}

function refused(reason: string): PermanentError {
  return new PermanentError(`events are not sent there: ${reason}`, {
    code: 'webhook_refused',
    hint: 'an https address on the internet; webhooks.privateHosts names servers of your own that may be asked',
  });
}
