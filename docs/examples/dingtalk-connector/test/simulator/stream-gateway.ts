import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

const TOPIC = '/v1.0/im/bot/messages/get';
/** DingTalk's is 60 s. */
const PUSH_AGAIN_MS = 150;

/** Pushes each message until it is acknowledged, in the order they were sent. */
export class StreamGateway {
  readonly acknowledged: string[] = [];
  /** Frames as they were pushed, by message id: the first of each. */
  readonly frames = new Map<string, Buffer>();
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly sockets = new Set<WebSocket>();
  private readonly tickets = new Set<string>();
  private readonly waiting: { id: string; frame: string }[] = [];
  private readonly pushing = setInterval(() => this.pushAll(), PUSH_AGAIN_MS).unref();
  private down = false;

  issueTicket(): string | null {
    if (this.down) return null;
    const ticket = randomUUID();
    this.tickets.add(ticket);
    return ticket;
  }

  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    // Each opens one socket, once.
    if (this.down || !this.tickets.delete(ticket)) return void stream.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    this.server.handleUpgrade(request, stream, head, (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('message', (data: Buffer) => this.hear(data.toString('utf8')));
      socket.send(toFrame('SYSTEM', 'ping', 'ping-1', '{"opaque":"1"}'));
      this.pushAll();
    });
  }

  push(id: string, data: string): void {
    const frame = toFrame('CALLBACK', TOPIC, `frame-${id}`, data);
    if (!this.frames.has(id)) this.frames.set(id, Buffer.from(frame));
    this.waiting.push({ id, frame });
    for (const socket of this.sockets) socket.send(frame);
  }

  /** As DingTalk does when it moves its clients. */
  disconnect(): void {
    for (const socket of this.sockets) socket.send(toFrame('SYSTEM', 'disconnect', 'bye', '{}'));
  }

  cut(): void {
    this.down = true;
    for (const socket of this.sockets) socket.terminate();
  }

  mend(): void {
    this.down = false;
  }

  close(): void {
    clearInterval(this.pushing);
    for (const socket of this.sockets) socket.terminate();
  }

  private pushAll(): void {
    const [socket] = this.sockets;
    if (socket !== undefined) for (const { frame } of this.waiting) socket.send(frame);
  }

  private hear(text: string): void {
    const { headers, code } = JSON.parse(text) as { code: number; headers: { messageId: string } };
    if (code !== 200 || !headers.messageId.startsWith('frame-')) return;
    const id = headers.messageId.slice('frame-'.length);
    this.acknowledged.push(id);
    for (let at = this.waiting.length - 1; at >= 0; at -= 1) if (this.waiting[at]!.id === id) this.waiting.splice(at, 1);
  }
}

function toFrame(type: string, topic: string, messageId: string, data: string): string {
  const headers = { appId: 'app', connectionId: 'c-1', contentType: 'application/json', messageId, time: String(Date.now()), topic };
  return JSON.stringify({ specVersion: '1.0', type, headers, data }, null, 1);
}
