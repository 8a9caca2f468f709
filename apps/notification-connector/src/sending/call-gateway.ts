import http from 'node:http';
import https from 'node:https';
import { RetriableError } from '#runtime';
import type { GatewayRequest, GatewayResponse } from '../gateways/gateway.js';

const MAX_ANSWER = 64 * 1024;

/**
 * Calls providers by HTTP: no redirect is followed, an answer has at most 64 KiB. `RetriableError` where surely nothing arrived (no connection was made);
 * anything else thrown leaves it open.
 */
export class GatewayCaller {
  private readonly agents: { readonly 'http:': http.Agent; readonly 'https:': https.Agent };

  constructor(
    private readonly timeoutMs: number,
    connections = 8,
  ) {
    // A connection of its own for each message: on one that the provider closes just then, nobody could say whether the message left.
    const options = { keepAlive: false, maxSockets: connections };
    this.agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };
  }

  call({ url, headers, body }: GatewayRequest): Promise<GatewayResponse> {
    const target = new URL(url);
    const secure = target.protocol === 'https:';
    const bytes = Buffer.from(body);
    return new Promise((resolve, reject) => {
      let connected = false;
      const request = (secure ? https : http).request(target, {
        method: 'POST',
        agent: secure ? this.agents['https:'] : this.agents['http:'],
        headers: { ...headers, 'content-length': bytes.length },
      });
      const fail = (error: Error) => {
        clearTimeout(timer);
        const code = (error as NodeJS.ErrnoException).code ?? 'no_answer';
        if (connected) return reject(new Error(`the provider at ${target.host} gave no whole answer (${code})`, { cause: error }));
        reject(
          new RetriableError(`The provider at ${target.host} cannot be reached (${code})`, { code: 'gateway_unreachable', cause: error }),
        );
      };
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${this.timeoutMs} ms`)), this.timeoutMs);
      request.on('socket', (socket) => {
        // TLS counts once it stands: before that no byte of ours is out.
        socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true));
      });
      request.on('error', fail);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_ANSWER) request.destroy(new Error(`the answer has more than ${MAX_ANSWER} bytes`));
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () => {
          clearTimeout(timer);
          const flat = Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]);
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(flat) as GatewayResponse['headers'],
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
      });
      request.end(bytes);
    });
  }

  close(): void {
    this.agents['http:'].destroy();
    this.agents['https:'].destroy();
  }
}
