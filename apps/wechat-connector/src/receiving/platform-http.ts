import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { RetriableError } from '#runtime';
import { UncertainCall } from '../sending/platform-errors.js';

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

/** The answer, or the file in it, is larger than was allowed. */
export class TooLargeAnswer extends Error {
  override readonly name = 'TooLargeAnswer';
}

/**
 * HTTP to one platform over connections that end with the inbox: the global `fetch` would keep them open after `stop`. Rejects with `RetriableError` where
 * surely nothing arrived, `TooLargeAnswer`, else `UncertainCall`. No query is ever part of an error, for tokens stand there.
 */
export class PlatformHttp {
  private readonly plain = new HttpAgent({ keepAlive: true, maxSockets: 8 });
  private readonly secure = new HttpsAgent({ keepAlive: true, maxSockets: 8 });
  private closed = false;

  async call(call: HttpCall): Promise<HttpAnswer> {
    const where = `${call.url.host}${call.url.pathname}`;
    if (this.closed) throw unreachable(where, 'the inbox stops');
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
        reject(sent ? new UncertainCall(`${where} gave no answer: ${reason}`) : unreachable(where, reason));
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
          if (bytes <= call.maxBytes) return void chunks.push(chunk);
          reject(new TooLargeAnswer(`${where} answered with more than ${call.maxBytes} bytes`));
          fail('too large');
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

function unreachable(where: string, why: string): RetriableError {
  return new RetriableError(`${where} cannot be reached: ${why}`, {
    code: 'platform_unreachable',
    hint: 'It is tried again by itself; check that this machine reaches the platform if it stays.',
    fields: { category: 'provider_unavailable' },
  });
}
