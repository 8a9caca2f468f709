import { RefusedRequest, type ConnectorContext } from '@tributary/connector-sdk';
import { errorClassOf } from '@tributary/connector-sdk/runtime';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { DingtalkApi } from '../calling/dingtalk-api.js';
import type { MessageTaker } from './message-taker.js';
import { acknowledge, readFrame, ROBOT_TOPIC, type Frame } from './stream-frames.js';
import { toStateReport } from './to-state-report.js';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 30_000;
const OPEN_MS = 10_000;
/** A half-open socket lives for ever unless somebody asks. */
const PING_MS = 20_000;

/**
 * Holds one WebSocket to DingTalk and opens another when it breaks. Follows what the vendor's own client does on the wire; that one leaves its
 * heartbeats running at each reconnect and acknowledges before its listener has ended.
 */
export class StreamLink {
  private holding: Promise<void> = Promise.resolve();
  private socket: WebSocket | null = null;

  constructor(
    private readonly context: ConnectorContext,
    private readonly api: DingtalkApi,
    private readonly taker: MessageTaker,
  ) {}

  start(): void {
    this.context.report({ state: 'connecting' });
    this.holding = this.hold().catch((error: unknown) => this.context.fail(error));
  }

  async stop(): Promise<void> {
    this.socket?.terminate();
    await this.holding;
  }

  private async hold(): Promise<void> {
    const { signal } = this.context;
    let waitMs = FIRST_WAIT_MS;
    while (!signal.aborted) {
      try {
        await this.holdOne();
        waitMs = FIRST_WAIT_MS;
        if (!signal.aborted) this.context.report({ state: 'connecting', detail: 'DingTalk closed the stream; opening another' });
      } catch (error) {
        if (signal.aborted) return;
        this.context.report(toStateReport(error));
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      }
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when a socket that was open has closed; throws when none could be opened. */
  private async holdOne(): Promise<void> {
    const { signal } = this.context;
    const { endpoint, ticket } = await this.api.openStream([ROBOT_TOPIC]);
    if (signal.aborted) return;
    const socket = new WebSocket(`${endpoint}?ticket=${encodeURIComponent(ticket)}`, { handshakeTimeout: OPEN_MS });
    this.socket = socket;
    const closed = once(socket, 'close');
    closed.catch(() => undefined);
    const end = () => socket.terminate();
    signal.addEventListener('abort', end, { once: true });
    socket.on('message', (data: Buffer) => void this.receive(socket, data));
    try {
      await once(socket, 'open');
      socket.on('error', () => undefined);
      this.context.report({ state: 'connected' });
      const stopPinging = ping(socket);
      await closed.finally(stopPinging);
    } finally {
      signal.removeEventListener('abort', end);
      socket.terminate();
    }
  }

  private async receive(socket: WebSocket, raw: Buffer): Promise<void> {
    const frame = readFrame(raw.toString('utf8'));
    if (frame === null)
      return this.context.log.warn('DingTalk pushed what is no frame', { inboxId: this.context.inbox.id, bytes: raw.length });
    if (frame.type === 'SYSTEM') return this.obey(socket, frame);
    if (frame.headers.topic !== ROBOT_TOPIC) return socket.send(acknowledge(frame, '{}'));
    try {
      await this.taker.take(raw, frame.data, `stream:${frame.headers.messageId}`);
    } catch (error) {
      // Not acknowledged: it is pushed again. What can never be taken would come for ever, and is not lost to anybody: it is no message of ours.
      if (!(error instanceof RefusedRequest) && errorClassOf(error) !== 'permanent') return;
      this.context.log.error('a frame of DingTalk was refused', { inboxId: this.context.inbox.id, error });
    }
    if (socket.readyState === socket.OPEN) socket.send(acknowledge(frame, '{"response":{}}'));
  }

  private obey(socket: WebSocket, frame: Frame): void {
    if (frame.headers.topic === 'ping') socket.send(acknowledge(frame, frame.data));
    // DingTalk moves us to another gateway: what is under way may end, and is pushed again if it does not.
    if (frame.headers.topic === 'disconnect') socket.close();
  }
}

/** Ends a socket that answers nothing for two turns. */
function ping(socket: WebSocket): () => void {
  let heard = true;
  socket.on('pong', () => (heard = true));
  socket.on('message', () => (heard = true));
  const timer = setInterval(() => {
    if (!heard) return socket.terminate();
    heard = false;
    socket.ping();
  }, PING_MS);
  return () => clearInterval(timer);
}
