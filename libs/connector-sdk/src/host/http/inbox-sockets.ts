import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { InboxSocket } from '../../http.js';
import type { Doorway } from './doorway.js';
import { HeldSocket } from './held-socket.js';

const MAX_FRAME_BYTES = 65_536;
/** Proxies forget what is silent for a minute. */
const PING_MS = 25_000;
const SERVICE_RESTART = 1012;

/** The open WebSockets of this process, by the run of the inbox they belong to. One timer for all of them. */
export class InboxSockets {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  private readonly byRun = new Map<AbortSignal, Set<HeldSocket>>();
  private pinging: NodeJS.Timeout | undefined;

  get size(): number {
    let size = 0;
    for (const held of this.byRun.values()) size += held.size;
    return size;
  }

  open(request: IncomingMessage, stream: Duplex, head: Buffer, doorway: Doorway, take: (socket: InboxSocket) => void): void {
    this.server.handleUpgrade(request, stream, head, (socket) => this.hold(socket, doorway, take));
  }

  stop(): void {
    clearInterval(this.pinging);
    this.pinging = undefined;
    for (const signal of [...this.byRun.keys()]) this.closeRun(signal);
  }

  private hold(socket: WebSocket, doorway: Doorway, take: (socket: InboxSocket) => void): void {
    const group = this.groupOf(doorway.signal);
    const held = new HeldSocket(socket, doorway, group);
    group.add(held);
    doorway.call(() => take(held));
  }

  private groupOf(signal: AbortSignal): Set<HeldSocket> {
    this.pinging ??= setInterval(() => this.ping(), PING_MS).unref();
    const known = this.byRun.get(signal);
    if (known !== undefined) return known;
    const group = new Set<HeldSocket>();
    this.byRun.set(signal, group);
    if (signal.aborted) queueMicrotask(() => this.closeRun(signal));
    else signal.addEventListener('abort', () => this.closeRun(signal), { once: true });
    return group;
  }

  /** The inbox stops: its visitors come again, to wherever it runs then. */
  private closeRun(signal: AbortSignal): void {
    for (const held of this.byRun.get(signal) ?? []) held.close(SERVICE_RESTART, 'restart');
    this.byRun.delete(signal);
  }

  private ping(): void {
    for (const group of this.byRun.values()) for (const held of group) held.ping();
  }
}
