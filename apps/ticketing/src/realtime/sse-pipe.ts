import type { ServerResponse } from 'node:http';
import { ClientPipe, type CloseReason } from './client-pipe.js';

/** Server-sent events (WHATWG HTML, 9.2): the id is the cursor, which a browser sends back as Last-Event-ID. */
export class SsePipe extends ClientPipe {
  constructor(private readonly response: ServerResponse) {
    super();
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
    response.write('retry: 2000\n\n');
  }

  probe(): boolean {
    return !this.response.destroyed;
  }

  close(reason: CloseReason): void {
    if (reason === 'slow' || reason === 'failed') this.response.destroy();
    else this.response.end(`event: end\ndata: ${reason}\n\n`);
  }

  protected deliver(cursor: string, message: string, done: () => void): void {
    this.response.write(`id: ${cursor}\ndata: ${message}\n\n`, done);
  }
}
