import type { WebSocket } from 'ws';
import type { InboxSocket } from '../../http.js';
import type { Doorway } from './doorway.js';

const MAX_WAITING_BYTES = 1_048_576;

/** One open WebSocket as its connector sees it. There may be ten thousand that are silent: its listeners keep nothing of how it was opened. */
export class HeldSocket implements InboxSocket {
  private alive = true;
  private onText: ((text: string) => void) | null = null;
  private onEnd: ((code: number) => void) | null = null;

  constructor(
    private readonly socket: WebSocket,
    private readonly doorway: Doorway,
    private readonly group: Set<HeldSocket>,
  ) {
    socket.on('message', (data: Buffer, isBinary) => this.take(data, isBinary));
    socket.on('pong', () => (this.alive = true));
    socket.on('close', (code) => this.end(code));
    // What is wrong with a frame closes the socket by itself.
    socket.on('error', ignore);
  }

  get bufferedBytes(): number {
    return this.socket.bufferedAmount;
  }

  send(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    // One that does not read what it asked for comes again and resumes where it was.
    if (this.socket.bufferedAmount > MAX_WAITING_BYTES) this.socket.terminate();
    else this.socket.send(text);
  }

  close(code = 1000, reason = ''): void {
    this.socket.close(code, reason);
  }

  onMessage(listener: (text: string) => void): void {
    this.onText = listener;
  }

  onClose(listener: (code: number) => void): void {
    if (this.socket.readyState === this.socket.CLOSED) queueMicrotask(() => this.doorway.call(() => listener(1006)));
    else this.onEnd = listener;
  }

  /** Ends one that did not answer the last. */
  ping(): void {
    if (this.alive) this.socket.ping();
    else this.socket.terminate();
    this.alive = false;
  }

  private take(data: Buffer, isBinary: boolean): void {
    const { onText } = this;
    if (isBinary) this.socket.close(1003, 'text only');
    else if (onText !== null) this.doorway.call(() => onText(data.toString('utf8')));
  }

  private end(code: number): void {
    this.group.delete(this);
    const { onEnd } = this;
    if (onEnd !== null) this.doorway.call(() => onEnd(code));
  }
}

const ignore = () => undefined;
