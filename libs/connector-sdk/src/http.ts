import type { Readable } from 'node:stream';
import type { Connector } from './connector.js';

/**
 * A request for one inbox, at `/in/<inbox id>` and below. Its body is not read yet: a wrong signature in the query costs nothing. Nothing in it
 * is checked but that the inbox exists and runs.
 */
export interface InboxRequest {
  /** Upper case. */
  readonly method: string;
  /** What stands behind the inbox's own path, not decoded: `/`, or `/uploads/17`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The whole address as the remote knows it (`http.publicUrl` before what the request itself says), for signatures over URLs. */
  readonly url: string;
  /** Lower-case names; of a repeated one all values, joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Who connected; behind a proxy of `http.trustedProxies`, for whom. */
  readonly remoteAddress: string;
  /** Aborts when the caller went away, the time for the answer is over, or the inbox stops. */
  readonly signal: AbortSignal;
  /**
   * The exact bytes of the body, once. Throws `RefusedRequest` for more than `maxBytes` (413, without reading on), for a body that takes
   * longer than `withinMs` (408, default 10 s), for one that ends early (400); let it escape from `answer`, the door says it.
   */
  read(maxBytes: number, withinMs?: number): Promise<Buffer>;
  /** The body as it comes, for what is too large to wait in memory: fails as `read` does. */
  stream(maxBytes: number): Readable;
}

export interface InboxAnswer {
  readonly status: number;
  /** Lower-case names. Without `cache-control` the door says `no-store`; it always says `x-content-type-options: nosniff`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

/**
 * Ability: answers HTTP. What escapes becomes the answer: `RefusedRequest` its own status, a `RetriableError` 503 with Retry-After (the caller
 * tries again), anything else 500. Where capabilities name an `ackDeadlineMs`, whatever is not answered after four fifths of it is answered
 * 503 by the door, and `signal` aborts: what was emitted by then may still be on the log, the same message again must be a no-op.
 */
export interface HttpConnector extends Connector {
  answer(request: InboxRequest): Promise<InboxAnswer>;
}

/** A WebSocket. The host pings, ends what is dead, and bounds the size of a frame (64 KiB) and of what waits to be sent (1 MiB). */
export interface InboxSocket {
  /** Dropped when the socket is closing. */
  send(text: string): void;
  readonly bufferedBytes: number;
  /** Codes 1000 and 3000 to 4999. */
  close(code?: number, reason?: string): void;
  onMessage(listener: (text: string) => void): void;
  /** Called once, also when it closed before. */
  onClose(listener: (code: number) => void): void;
}

/** Ability: holds WebSockets, at the same addresses. `admit` refuses by an answer, or gives what takes the open socket. */
export interface SocketConnector extends Connector {
  admit(request: Omit<InboxRequest, 'read' | 'stream'>): Promise<InboxAnswer | ((socket: InboxSocket) => void)>;
}

const REFUSED = Symbol.for('tributary.refused-request');

/** A request that is at fault: says so to the caller, with a status of 400 to 499, and is counted by `code`. */
export class RefusedRequest extends Error {
  /** One of another copy of this file, of a connector of somebody else, is one, too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && REFUSED in value;
  }

  override readonly name = 'RefusedRequest';
  readonly [REFUSED] = true;

  constructor(
    readonly status: number,
    /** A word for the counter and for the caller: `wrong_signature`, `stale_timestamp`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function canAnswer(connector: Connector): connector is HttpConnector {
  return typeof (connector as Partial<HttpConnector>).answer === 'function';
}

export function canAdmit(connector: Connector): connector is SocketConnector {
  return typeof (connector as Partial<SocketConnector>).admit === 'function';
}
