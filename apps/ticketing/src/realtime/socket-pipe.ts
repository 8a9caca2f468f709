import type { WebSocket } from 'ws';
import { ClientPipe, type CloseReason } from './client-pipe.js';

/** RFC 6455 codes; 4xxx are ours: 4401 log in again, 4410 read anew. */
const CODES: Readonly<Record<CloseReason, number>> = { slow: 1013, stopping: 1001, expired: 4410, forbidden: 4401, failed: 1011 };

export class SocketPipe extends ClientPipe {
  private answered = true;

  constructor(private readonly socket: WebSocket) {
    super();
    socket.on('pong', () => (this.answered = true));
  }

  /** One beat without an answer is a dead link. */
  probe(): boolean {
    if (!this.answered) return false;
    this.answered = false;
    this.socket.ping();
    return true;
  }

  close(reason: CloseReason): void {
    this.socket.close(CODES[reason], reason);
    // Who does not take what was sent does not take the close either.
    if (reason === 'slow' || reason === 'failed') this.socket.terminate();
  }

  protected deliver(_cursor: string, message: string, done: () => void): void {
    this.socket.send(message, done);
  }
}
