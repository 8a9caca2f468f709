import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly timeoutMs: number;
  /** An answer that is larger is an error. */
  readonly maxBytes: number;
}

/** The call did not come to an answer. `sent` false: it surely never reached the other side. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  constructor(
    readonly sent: boolean,
    /** A word for logs: the code of the system, or `timeout`, `too_large`, `cut`. */
    readonly reason: string,
    host: string,
  ) {
    super(`${host} ${sent ? 'did not answer' : 'could not be reached'} (${reason})`);
  }
}

/**
 * HTTP to one platform over connections that end with the inbox: the global `fetch` would keep them open after `stop`. No address is ever part of an
 * error, for tokens stand in the query.
 */
export class PlatformHttp {
  private readonly plain = new HttpAgent({ keepAlive: true, maxSockets: 8 });
  private readonly secure = new HttpsAgent({ keepAlive: true, maxSockets: 8 });
  private closed = false;

  async call(call: HttpCall): Promise<HttpAnswer> {
    const { host } = call.url;
    if (this.closed) throw new NoAnswerError(false, 'stopped', host);
    return new Promise<HttpAnswer>((resolve, reject) => {
      let sent = false;
      const isSecure = call.url.protocol === 'https:';
      const request = (isSecure ? requestHttps : requestHttp)(call.url, {
        method: call.method,
        agent: isSecure ? this.secure : this.plain,
        headers: { ...call.headers, ...(call.body === undefined ? {} : { 'content-length': String(call.body.length) }) },
      });
      const fail = (reason: string) => {
        clearTimeout(timer);
        reject(new NoAnswerError(sent, reason, host));
        request.destroy();
      };
      const timer = setTimeout(() => fail('timeout'), call.timeoutMs);
      request.on('socket', (socket) => {
        if (!socket.connecting) sent = true;
        else socket.once(isSecure ? 'secureConnect' : 'connect', () => (sent = true));
      });
      request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'cut'));
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > call.maxBytes) fail('too_large');
          else chunks.push(chunk);
        });
        response.on('error', () => fail('cut'));
        response.on('close', () => (response.complete ? undefined : fail('cut')));
        response.on('end', () => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
        });
      });
      request.end(call.body);
    });
  }

  /** Ends all connections; calls under way fail. */
  close(): void {
    this.closed = true;
    this.plain.destroy();
    this.secure.destroy();
  }
}
