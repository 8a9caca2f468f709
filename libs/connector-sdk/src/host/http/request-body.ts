import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { RefusedRequest } from '../../http.js';

const READ_MS = 10_000;

/** The body of one request, read once, within its bounds. */
export class RequestBody {
  private taken = false;

  constructor(private readonly request: IncomingMessage) {}

  /** Was the body left where it is? Then the connection cannot carry another request. */
  get isUnread(): boolean {
    const { headers, readableEnded } = this.request;
    return !readableEnded && ((headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined);
  }

  async read(maxBytes: number, withinMs = READ_MS): Promise<Buffer> {
    this.take(maxBytes);
    const chunks: Buffer[] = [];
    let bytes = 0;
    let timer: NodeJS.Timeout | undefined;
    const { request } = this;
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        timer = setTimeout(() => reject(new RefusedRequest(408, 'body_too_slow', `The body took longer than ${withinMs} ms`)), withinMs);
        request.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > maxBytes) reject(tooLarge(maxBytes));
          else chunks.push(chunk);
        });
        request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes)));
        request.on('error', () => reject(endedEarly()));
        request.on('close', () => reject(endedEarly()));
      });
    } catch (error) {
      request.pause();
      throw error;
    } finally {
      clearTimeout(timer);
      request.removeAllListeners('data');
    }
  }

  stream(maxBytes: number): Readable {
    this.take(maxBytes);
    let bytes = 0;
    const bounded = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        if (bytes > maxBytes) done(tooLarge(maxBytes));
        else done(null, chunk);
      },
    });
    const { request } = this;
    request.on('error', () => bounded.destroy(endedEarly()));
    request.on('close', () => {
      if (!request.readableEnded) bounded.destroy(endedEarly());
    });
    request.pipe(bounded);
    return bounded;
  }

  private take(maxBytes: number): void {
    if (this.taken) throw new Error('the body of this request was read already');
    this.taken = true;
    if (Number(this.request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  }
}

function tooLarge(maxBytes: number): RefusedRequest {
  return new RefusedRequest(413, 'body_too_large', `The body has more than ${maxBytes} bytes`);
}

function endedEarly(): RefusedRequest {
  return new RefusedRequest(400, 'body_cut', 'The body ended before its length');
}
