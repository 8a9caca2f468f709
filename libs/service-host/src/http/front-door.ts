import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpFront, InboxHttp } from '#connector-sdk/host';
import { ConfigurationError, type HealthRegistry, type Metrics } from '#runtime';

const DRAIN_MS = 2_000;

/**
 * The process's HTTP port. It listens before anything else is up, so that a taken port is known at once and `/health/live` answers while
 * the database starts; everything but health and metrics is handed to the application as soon as there is one.
 */
export class FrontDoor implements HttpFront {
  readonly server: Server;
  private application: RequestListener | null = null;
  private inboxes: InboxHttp | null = null;

  constructor(
    private readonly health: HealthRegistry,
    private readonly metrics: Metrics,
  ) {
    this.server = createServer((request, response) => this.answer(request, response));
    this.server.on('upgrade', (request, stream, head) => this.upgrade(request, stream, head));
  }

  /** Resolves with the port (the real one where 0 was asked for). Rejects with a `ConfigurationError` that says how to choose another. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => reject(explainListen(error, host, port)));
      this.server.listen(port, host, () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  handOver(application: RequestListener): void {
    this.application = application;
  }

  openInboxes(inboxes: InboxHttp): void {
    this.inboxes = inboxes;
  }

  /** Takes no new connection; those with a request under way get 2 s. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const timer = setTimeout(() => this.server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(timer);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '/').split('?', 1)[0]!;
    if (path === '/health/live') return send(response, 200, { status: 'ok' });
    if (path === '/health/ready') return void this.answerReady(response);
    if (path === '/metrics') return void this.answerMetrics(response);
    if (this.inboxes?.isFor(path)) return void this.inboxes.answer(request, response);
    if (this.application !== null) return void this.application(request, response);
    response.setHeader('Retry-After', '1');
    send(response, 503, { type: 'about:blank', title: 'Service Unavailable', status: 503, detail: 'The product is starting.' });
  }

  private upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (this.inboxes?.isFor(request.url ?? '')) return void this.inboxes.upgrade(request, stream, head);
    // The API listens for its own.
    if (request.url?.startsWith('/api/') === true && this.server.listenerCount('upgrade') > 1) return;
    stream.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  }

  private async answerReady(response: ServerResponse): Promise<void> {
    const { ok, checks } = await this.health.run();
    send(response, ok ? 200 : 503, { status: ok ? 'ready' : 'not ready', checks });
  }

  private async answerMetrics(response: ServerResponse): Promise<void> {
    try {
      const text = await this.metrics.render();
      response.writeHead(200, { 'Content-Type': this.metrics.contentType }).end(text);
    } catch (error) {
      send(response, 500, { type: 'about:blank', title: 'Internal Server Error', status: 500, detail: String(error) });
    }
  }
}

function send(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  const type = 'type' in body ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(JSON.stringify(body));
}

function explainListen(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const hint = 'Set another one with http.port (TRIBUTARY_HTTP_PORT), 0 for any free one.';
  if (error.code === 'EADDRINUSE')
    return new ConfigurationError(`HTTP port ${port} on ${host} is taken by another program`, { code: 'port_taken', hint, cause: error });
  if (error.code === 'EACCES')
    return new ConfigurationError(`HTTP port ${port} may not be opened by this user`, { code: 'port_forbidden', hint, cause: error });
  if (error.code === 'EADDRNOTAVAIL')
    return new ConfigurationError(`HTTP address ${host} is none of this machine`, {
      code: 'address_unknown',
      hint: 'Set http.host (TRIBUTARY_HTTP_HOST) to an address of this machine, or to 0.0.0.0 for all.',
      cause: error,
    });
  return error;
}
