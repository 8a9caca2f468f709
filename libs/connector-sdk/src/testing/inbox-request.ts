import { Readable } from 'node:stream';
import { RefusedRequest, type InboxRequest } from '../http.js';

export interface RequestUnderTest {
  readonly method?: string;
  /** Behind the inbox's own path; default `/`. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>> | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly remoteAddress?: string;
  readonly signal?: AbortSignal;
}

/** A request as the door hands it to `answer` and `admit`, for unit tests; over a real socket: `openDoor`. */
export function createInboxRequest(given: RequestUnderTest = {}): InboxRequest {
  const { method = 'POST', path = '/', headers = {}, remoteAddress = '127.0.0.1', signal = new AbortController().signal } = given;
  const query = new URLSearchParams(given.query ?? {});
  const body = Buffer.from(given.body ?? '');
  const bound = (maxBytes: number) => {
    if (body.length > maxBytes) throw new RefusedRequest(413, 'body_too_large', `The body has more than ${maxBytes} bytes`);
    return body;
  };
  return {
    method,
    path,
    query,
    url: `http://127.0.0.1/in/test${path === '/' ? '' : path}${query.size > 0 ? `?${String(query)}` : ''}`,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    remoteAddress,
    signal,
    read: (maxBytes) => new Promise((resolve) => resolve(bound(maxBytes))),
    stream: (maxBytes) => Readable.from([bound(maxBytes)]),
  };
}
