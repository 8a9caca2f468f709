import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Who takes what comes for inboxes. */
export interface InboxHttp {
  /** Is this path an inbox's? */
  isFor(path: string): boolean;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void>;
}

/** The process's HTTP port, as a connector host sees it. A thread beside the main one has none. */
export interface HttpFront {
  /** From now on `/in/…` is theirs. */
  openInboxes(inboxes: InboxHttp): void;
}

export const HTTP_FRONT = Symbol('HTTP_FRONT');
