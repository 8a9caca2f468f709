import { Inject, Injectable, NotFoundException, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { LOGGER, type Logger, SETTINGS, type Settings } from '#runtime';
import { forbidden, nobody } from '../agents/access.guard.js';
import { Authenticator } from '../agents/authenticator.js';
import { refuseForeignOrigin } from '../agents/own-page.js';
import { type Problem, toProblem } from '../http/problem.js';
import { EventFeed } from './event-feed.js';
import { SocketPipe } from './socket-pipe.js';
import { identifyViewer, toStreamViewer } from './stream-viewer.js';

const PATH = '/api/v1/stream';

/** The stream as WebSockets: on its one path; other rooms may take theirs on the same port. */
@Injectable()
export class StreamSockets implements OnApplicationBootstrap, OnModuleDestroy {
  private server: Server | undefined;
  private sockets: Promise<WebSocketServer> | undefined;

  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly feed: EventFeed,
    private readonly authenticator: Authenticator,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.server = this.adapter.httpAdapter.getHttpServer() as Server;
    this.server.on('upgrade', this.take);
  }

  onModuleDestroy(): void {
    this.server?.off('upgrade', this.take);
  }

  private readonly take = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const isOurs = url.pathname === PATH;
    // Where nobody else listens, nobody else will answer.
    const isApi = request.url?.startsWith('/api/') === true;
    if (!isOurs && !isApi && this.server?.listenerCount('upgrade') !== 1) return;
    socket.on('error', () => socket.destroy());
    if (!isOurs) return refuse(socket, toProblem(new NotFoundException(`nothing listens at ${url.pathname}`)));
    this.open(request, socket, head, url.searchParams.get('since') ?? undefined).catch((error: unknown) => {
      const problem = toProblem(error);
      if (problem.status === 500) this.log.error('a stream could not be opened', { error });
      refuse(socket, problem);
    });
  };

  private async open(request: IncomingMessage, socket: Duplex, head: Buffer, since: string | undefined): Promise<void> {
    const principal = await this.authenticator.identify(request);
    if (principal === null) throw nobody();
    // A page of any site may open a socket, and the browser would send our cookie along.
    if (principal.by === 'cookie') refuseForeignOrigin(request, this.settings);
    if (!principal.scopes.has('tickets:read')) throw forbidden('tickets:read');
    const position = await this.feed.locate(since);
    this.sockets ??= import('ws').then(({ WebSocketServer }) => new WebSocketServer({ noServer: true, maxPayload: 4_096 }));
    const sockets = await this.sockets;
    if (socket.destroyed) return;
    sockets.handleUpgrade(request, socket, head, (client) => {
      const identify = () => identifyViewer(this.authenticator, request);
      const leave = this.feed.join(new SocketPipe(client), position, toStreamViewer(principal), identify);
      client.once('close', leave);
      client.on('error', () => client.terminate());
    });
  }
}

function refuse(socket: Duplex, { status, headers, body }: Problem): void {
  const text = JSON.stringify(body);
  const lines = Object.entries({
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(text)),
    Connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${String(body['title'] ?? 'Error')}\r\n${lines.join('\r\n')}\r\n\r\n${text}`);
}
