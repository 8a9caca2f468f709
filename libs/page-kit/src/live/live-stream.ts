/** A happening as the stream tells it: the CloudEvents envelope of docs/events.md. */
export interface Happening {
  readonly id: string;
  readonly type: string;
  readonly subject?: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What is told besides happenings and kept nowhere: who types, who looks. */
export type Passing = Readonly<Record<string, unknown>>;

export type LiveState = 'connecting' | 'live' | 'offline' | 'signed-out';

export interface LiveListener {
  readonly happening?: (happening: Happening) => void;
  readonly passing?: (passing: Passing) => void;
  /** From here on nothing is missed, but something may have been before (a first connection, a cursor that was too old): ask for everything anew. */
  readonly gap?: () => void;
  readonly state?: (state: LiveState) => void;
}

interface Told {
  readonly cursor: string;
  readonly event?: Happening;
}

/** Parts of a browser, so that a spec can drive them. */
export interface LiveParts {
  readonly open: (since: string | null) => SocketLike;
  readonly wait: (run: () => void, ms: number) => () => void;
}

export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((message: { readonly data: string }) => void) | null;
  onclose: ((closed: { readonly code: number }) => void) | null;
  close(): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;
/** Heartbeats come every 15 s: a socket silent for longer is dead, though the browser may not have noticed (sleep, changed network). */
const SILENT_MS = 40_000;
const ENDED = 4401;
const EXPIRED = 4410;

/** The resumable stream of ticket events: whoever comes back with the last cursor misses nothing and gets nothing twice. */
export class LiveStream {
  private readonly listeners = new Set<LiveListener>();
  private socket: SocketLike | null = null;
  private cursor: string | null = null;
  private tries = 0;
  private stopWaiting: () => void = () => undefined;
  private stopWatching: () => void = () => undefined;
  state: LiveState = 'connecting';

  constructor(private readonly parts: LiveParts) {}

  listen(listener: LiveListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    if (this.socket !== null) return;
    this.stopWaiting();
    const socket = this.parts.open(this.cursor);
    this.socket = socket;
    this.watch();
    socket.onmessage = ({ data }) => this.take(JSON.parse(data) as Told & Passing);
    socket.onclose = ({ code }) => {
      if (this.socket === socket) this.lose(code);
    };
  }

  /** The network is back, the page is shown again: not to wait any longer, and not to trust a socket that may be dead. */
  wake(): void {
    if (this.state === 'signed-out') return;
    const old = this.socket;
    this.socket = null;
    old?.close();
    this.tries = 0;
    this.start();
  }

  /** The browser has no network: its sockets find that out later. What comes nevertheless makes it live again. */
  loseNetwork(): void {
    if (this.state !== 'signed-out') this.become('offline');
  }

  stop(): void {
    const old = this.socket;
    this.socket = null;
    this.stopWaiting();
    this.stopWatching();
    old?.close();
  }

  private take(told: Told & Passing): void {
    this.watch();
    this.tries = 0;
    this.become('live');
    if (this.cursor === null) for (const { gap } of this.listeners) gap?.();
    this.cursor = told.cursor;
    if (told.event !== undefined) for (const { happening } of this.listeners) happening?.(told.event);
    else if (Object.keys(told).length > 1) for (const { passing } of this.listeners) passing?.(told);
  }

  private lose(code: number): void {
    this.socket = null;
    this.stopWatching();
    if (code === ENDED) return this.become('signed-out');
    if (code === EXPIRED) this.cursor = null;
    this.become(this.tries === 0 ? 'connecting' : 'offline');
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries);
    this.tries += 1;
    this.stopWaiting = this.parts.wait(() => this.start(), wait);
  }

  private watch(): void {
    this.stopWatching();
    this.stopWatching = this.parts.wait(() => this.wake(), SILENT_MS);
  }

  private become(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    for (const listener of this.listeners) listener.state?.(state);
  }
}
