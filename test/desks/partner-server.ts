import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PartnerRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Where programs of partners hear of what happens: endpoints of webhooks, by path. Desks may reach it, though it is inside the house. */
export class PartnerServer {
  readonly received: PartnerRequest[] = [];
  /** Files that it gives out, by path: recordings of a switchboard. */
  readonly files = new Map<string, Buffer>();
  /** Status of the answer; 204 unless a row says so. */
  answer: (request: PartnerRequest) => number = () => 204;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PartnerServer> {
    const server = createServer();
    const partner = new PartnerServer(server);
    server.on('request', (request, response) => {
      const file = partner.files.get(request.url ?? '');
      if (request.method === 'GET' && file !== undefined) return void response.writeHead(200, { 'content-type': 'audio/wav' }).end(file);
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const got = { path: request.url ?? '/', headers: request.headers as Record<string, string>, body };
        partner.received.push(got);
        response.writeHead(partner.answer(got)).end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return partner;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  at(path: string): readonly PartnerRequest[] {
    return this.received.filter((request) => request.path === path);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
