import type { ChatClientFrame, ChatLine, ChatProof, ChatServerFrame, ChatWelcome } from '#contracts';
import type { ConnectionParts, Socket, Unsent, View } from './connection-parts.js';

export type { ConnectionParts, Saved, Socket, Storage, Unsent, View } from './connection-parts.js';

const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 20_000];
const TYPING_OVER_MS = 5_000;
const TYPING_EVERY_MS = 3_000;

/** Keeps the page and the server of one mind: comes back by itself, says again what was not acknowledged, shows each line once. */
export class Connection {
  private socket: Socket | null = null;
  private tries = 0;
  private welcome: ChatWelcome | null = null;
  private lines = new Map<number, ChatLine>();
  private unsent: Unsent[];
  private token: string | undefined;
  private proof: ChatProof | undefined;
  private status: View['status'] = 'connecting';
  private read = 0;
  private typing: { name: string; n: number } | null = null;
  private typings = 0;
  private toldTyping = -Infinity;
  private trouble: View['trouble'] = null;
  private ended = false;

  constructor(private readonly parts: ConnectionParts) {
    const { token, unsent = [] } = parts.storage.get();
    this.token = token;
    this.unsent = [...unsent];
  }

  start(proof?: ChatProof): void {
    this.proof = proof;
    this.ended = false;
    this.connect();
  }

  say(frame: Unsent): void {
    this.unsent.push(frame);
    this.trouble = null;
    this.keep();
    if (this.isIn) this.send(frame);
    this.show();
  }

  identify(proof: ChatProof): void {
    this.proof = proof;
    if (this.isIn) this.send({ t: 'identify', proof });
  }

  /** Nothing of this visitor stays in the browser. */
  logOut(): void {
    if (this.isIn) this.send({ t: 'logout' });
    this.forget();
    this.unsent = [];
    this.proof = undefined;
    this.keep();
    this.show();
  }

  tellTyping(now: number): void {
    if (!this.isIn || now - this.toldTyping < TYPING_EVERY_MS) return;
    this.toldTyping = now;
    this.send({ t: 'typing', on: true });
  }

  tellSeen(looking: boolean): void {
    const last = this.last;
    if (!this.isIn || last === 0) return;
    if (looking && last > this.read) {
      this.read = last;
      this.send({ t: 'seen', delivered: last, read: last });
      this.show();
    }
  }

  loadOlder(): void {
    const first = Math.min(...this.lines.keys());
    if (this.isIn && first > 1) this.send({ t: 'lines', since: Math.max(0, first - 101), limit: Math.min(100, first - 1) });
  }

  /** To a view that is new. */
  showAgain(): void {
    this.show();
  }

  /** The network is gone. */
  cut(): void {
    const { socket } = this;
    if (socket === null) return;
    socket.close();
    if (this.socket === socket) this.lose();
  }

  /** The network is back: no need to wait. */
  hurry(): void {
    if (this.socket === null && !this.ended) this.connect();
  }

  private get isIn(): boolean {
    return this.status === 'online';
  }

  private get last(): number {
    return this.lines.size === 0 ? 0 : Math.max(...this.lines.keys());
  }

  private connect(): void {
    const socket = this.parts.open();
    this.socket = socket;
    socket.onopen = () => {
      const here = { since: this.last, ...(this.welcome ? { conversation: this.welcome.conversation } : {}) };
      const known = { ...(this.token ? { token: this.token } : {}), ...(this.proof ? { proof: this.proof } : {}) };
      this.send({ t: 'hello', v: 1, ...known, ...here, ...this.parts.about() });
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.socket) this.take(JSON.parse(String(data)) as ChatServerFrame);
    };
    socket.onclose = () => {
      if (socket === this.socket) this.lose();
    };
  }

  private lose(): void {
    this.socket = null;
    if (this.ended) return;
    this.status = this.tries === 0 && this.status !== 'online' ? 'connecting' : 'offline';
    const wait = BACKOFF_MS[Math.min(this.tries, BACKOFF_MS.length - 1)]! * (0.5 + this.parts.random());
    this.tries += 1;
    this.parts.later(() => this.socket === null && !this.ended && this.connect(), wait);
    this.show();
  }

  private take(frame: ChatServerFrame): void {
    if (frame.t === 'welcome') this.enter(frame);
    else if (frame.t === 'lines') this.add(frame.lines);
    else if (frame.t === 'said') this.settle(frame.id);
    else if (frame.t === 'refused') this.refuse(frame);
    else if (frame.t === 'typing') this.showTyping(frame.on ? (frame.name ?? '') : null);
    else if (frame.t === 'seen') this.read = Math.max(this.read, frame.read);
    else if (frame.t === 'bye') this.leave(frame.code);
    this.show();
  }

  private enter(welcome: ChatWelcome): void {
    if (this.welcome !== null && this.welcome.conversation !== welcome.conversation) this.lines.clear();
    // A way too long to be sent whole: what lies between is asked for when it is wanted.
    if (welcome.since > this.last) this.lines.clear();
    this.welcome = welcome;
    this.token = welcome.token;
    this.read = Math.max(welcome.read, this.read);
    this.status = 'online';
    this.tries = 0;
    this.keep();
    for (const frame of this.unsent) this.send(frame);
  }

  private add(lines: readonly ChatLine[]): void {
    for (const line of lines) {
      this.lines.set(line.seq, line);
      if (line.from === 'agent') this.typing = null;
    }
    const last = this.last;
    if (lines.some(({ from }) => from !== 'visitor')) this.send({ t: 'seen', delivered: last });
  }

  private settle(id: string): void {
    this.unsent = this.unsent.filter((frame) => frame.id !== id);
    this.keep();
  }

  private refuse({ id, code, message, retry, retryAfterMs }: Extract<ChatServerFrame, { t: 'refused' }>): void {
    const frame = this.unsent.find((each) => each.id === id);
    if (frame !== undefined && retry)
      // In order: all that is not acknowledged, not this one alone.
      return this.parts.later(
        () => this.isIn && frame === this.unsent[0] && this.unsent.forEach((each) => this.send(each)),
        retryAfterMs ?? 1_000,
      );
    this.trouble = { code, message };
    if (frame !== undefined) this.settle(id!);
    if (!this.isIn && this.proof !== undefined && code.startsWith('identity')) {
      // Without what proves nothing he is still a visitor.
      this.proof = undefined;
      this.socket?.close();
    }
  }

  private leave(code: string): void {
    if (code === 'logged_out') this.forget();
    // Another tab knows who he is now.
    if (code === 'session_changed') this.token = this.parts.storage.get().token;
  }

  private forget(): void {
    this.token = undefined;
    this.welcome = null;
    this.read = 0;
    this.lines.clear();
    this.proof = undefined;
    this.keep();
  }

  private showTyping(name: string | null): void {
    const n = (this.typings += 1);
    this.typing = name === null ? null : { name, n };
    if (name !== null)
      this.parts.later(() => {
        if (this.typing?.n !== n) return;
        this.typing = null;
        this.show();
      }, TYPING_OVER_MS);
  }

  private send(frame: ChatClientFrame): void {
    this.socket?.send(JSON.stringify(frame));
  }

  private keep(): void {
    this.parts.storage.set({ ...(this.token ? { token: this.token } : {}), ...(this.unsent.length > 0 ? { unsent: this.unsent } : {}) });
  }

  private show(): void {
    const { status, welcome, unsent, read, trouble } = this;
    const lines = [...this.lines.values()].sort((a, b) => a.seq - b.seq);
    this.parts.show({ status, welcome, lines, unsent, read, typing: this.typing?.name ?? null, trouble });
  }
}
