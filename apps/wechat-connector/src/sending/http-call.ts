import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';

export interface HttpCall {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Ends it, also while the answer's body is read. */
  readonly signal: AbortSignal;
}

/** No answer. `left`: may a byte of the request have reached the other side? */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(
    readonly left: boolean,
    reason: string,
    cause: unknown,
  ) {
    super(reason, { cause });
  }
}

/**
 * One call on a connection of its own. `fetch` keeps connections: one that the other side closes at the moment a message leaves on it would make
 * that message `unknown`, and one that it opened for a call that was given up stays behind. Redirects are answers like any other: tokens
 * go nowhere else. Rejects with `NoAnswer`.
 */
export function callHttp(url: URL, { method = 'GET', headers, body, signal }: HttpCall): Promise<Response> {
  return new Promise((resolve, reject) => {
    let left = false;
    const fail = (error: NodeJS.ErrnoException) =>
      reject(new NoAnswer(left, signal.aborted ? reasonOf(signal) : (error.code ?? error.message), error));
    const start = url.protocol === 'http:' ? requestHttp : requestHttps;
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    const call = start(url, { method, agent: false, signal, headers: { ...headers, ...length } }, (answer) => {
      try {
        resolve(toResponse(answer));
      } catch (error) {
        answer.destroy();
        fail(error as Error);
      }
    });
    call.on('error', fail);
    call.on('socket', (socket) => socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', () => (left = true)));
    call.end(body);
  });
}

function toResponse(answer: IncomingMessage): Response {
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const status = answer.statusCode ?? 500;
  const empty = status < 200 || [204, 205, 304].includes(status);
  if (empty) answer.resume();
  return new Response(empty ? null : (Readable.toWeb(answer) as ReadableStream), { status: status < 200 ? 500 : status, headers });
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof DOMException && reason.name === 'TimeoutError' ? 'no answer in time' : 'the inbox stops';
}
