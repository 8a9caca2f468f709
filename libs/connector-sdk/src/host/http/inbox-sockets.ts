import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { InboxSocket } from '../../http.js';
import type { Doorway } from './doorway.js';

const MAX_FRAME_BYTES = 65_536;
const MAX_WAITING_BYTES = 1_048_576;
/** Proxies forget what is silent for a minute. */
const PING_MS = 25_000;
const SERVICE_RESTART = 1012;

interface Held {
  readonly socket: WebSocket;
  alive: boolean;
}

/** The open WebSockets of this process, by the run of the inbox they belong to. One timer for all of them. */
export class InboxSockets {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  private readonly byRun = new Map<AbortSignal, Set<Held>>();
  private pinging: NodeJS.Timeout | undefined;

  get size(): number {
    let size = 0;
    for (const held of this.byRun.values()) size += held.size;
    return size;
  }

  open(request: IncomingMessage, stream: Duplex, head: Buffer, doorway: Doorway, take: (socket: InboxSocket) => void): void {
    this.server.handleUpgrade(request, stream, head, (socket) => {
      const held = { socket, alive: true };
      const group = this.groupOf(doorway.signal);
      group.add(held);
      socket.on('pong', () => (held.alive = true));
      socket.on('close', () => group.delete(held));
      // What is wrong with a frame closes the socket by itself.
      socket.on('error', () => undefined);
      doorway.call(() => take(toInboxSocket(socket, doorway)));
    });
  }

  stop(): void {
    clearInterval(this.pinging);
    this.pinging = undefined;
    for (const signal of [...this.byRun.keys()]) this.closeRun(signal);
  }

  private groupOf(signal: AbortSignal): Set<Held> {
    this.pinging ??= setInterval(() => this.ping(), PING_MS).unref();
    const known = this.byRun.get(signal);
    if (known !== undefined) return known;
    const group = new Set<Held>();
    this.byRun.set(signal, group);
    if (signal.aborted) queueMicrotask(() => this.closeRun(signal));
    else signal.addEventListener('abort', () => this.closeRun(signal), { once: true });
    return group;
  }

  /** The inbox stops: its visitors come again, to wherever it runs then. */
  private closeRun(signal: AbortSignal): void {
    for (const { socket } of this.byRun.get(signal) ?? []) socket.close(SERVICE_RESTART, 'restart');
    this.byRun.delete(signal);
  }

  private ping(): void {
    for (const group of this.byRun.values())
      for (const held of group) {
        if (held.alive) held.socket.ping();
        else held.socket.terminate();
        held.alive = false;
      }
  }
}

function toInboxSocket(socket: WebSocket, doorway: Doorway): InboxSocket {
  return {
    send: (text) => {
      if (socket.readyState !== socket.OPEN) return;
      // One that does not read what it asked for comes again and resumes where it was.
      if (socket.bufferedAmount > MAX_WAITING_BYTES) socket.terminate();
      else socket.send(text);
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    close: (code = 1000, reason = '') => socket.close(code, reason),
    onMessage: (listener) => {
      socket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) socket.close(1003, 'text only');
        else doorway.call(() => listener(data.toString('utf8')));
      });
    },
    onClose: (listener) => {
      if (socket.readyState === socket.CLOSED) queueMicrotask(() => doorway.call(() => listener(1006)));
      else socket.on('close', (code) => doorway.call(() => listener(code)));
    },
  };
}
