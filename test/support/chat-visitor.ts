import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { ChatClientFrame, ChatLine, ChatProof, ChatServerFrame, ChatWelcome } from '#contracts';

type Of<T extends ChatServerFrame['t']> = Extract<ChatServerFrame, { t: T }>;

export interface VisitorOptions {
  readonly token?: string;
  readonly since?: number;
  readonly conversation?: string;
  readonly proof?: ChatProof;
  readonly origin?: string;
  /** Default: the protocol's own. */
  readonly v?: number;
  readonly withinMs?: number;
}

const PATIENCE_MS = 10_000;

/** A page's side of the chat, over a real socket: keeps what it was shown, and can come back where it was. */
export class ChatVisitor {
  readonly frames: ChatServerFrame[] = [];
  /** Lines in the order they were shown. */
  readonly lines: ChatLine[] = [];
  /** Code of the close, once it is. */
  closed: number | null = null;
  welcome: ChatWelcome | null = null;
  private waiting: (() => void)[] = [];

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.take(JSON.parse(data.toString()) as ChatServerFrame));
    socket.on('close', (code) => {
      this.closed = code;
      this.wake();
    });
    socket.on('error', () => undefined);
  }

  /** Resolves when the socket is open; `hello` was not said. Rejects with the status of a refusal in its message. */
  static async connect(socketUrl: string, origin?: string): Promise<ChatVisitor> {
    const socket = new WebSocket(`${socketUrl}/socket`, { ...(origin === undefined ? {} : { origin }) });
    const visitor = new ChatVisitor(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    return visitor;
  }

  /** Connects and is welcomed. */
  static async enter(socketUrl: string, options: VisitorOptions = {}): Promise<ChatVisitor> {
    const { origin, v = 1, withinMs, ...hello } = options;
    const visitor = await ChatVisitor.connect(socketUrl, origin ?? new URL(socketUrl.replace('ws', 'http')).origin);
    visitor.send({ t: 'hello', v, ...hello });
    await visitor
      .until(() => visitor.welcome !== null, 'the welcome', withinMs)
      .catch((error: unknown) => {
        visitor.cut();
        throw error;
      });
    return visitor;
  }

  get token(): string {
    return this.welcome!.token;
  }

  /** What a page keeps to come back. */
  get place(): Required<Pick<VisitorOptions, 'token' | 'since' | 'conversation'>> {
    return { token: this.token, since: this.lines.at(-1)?.seq ?? this.welcome!.since, conversation: this.welcome!.conversation };
  }

  send(frame: ChatClientFrame | object): void {
    this.socket.send(JSON.stringify(frame));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  /** Says it, and resolves to its place when it was taken; rejects with the refusal. */
  async say(
    text: string,
    more: { readonly id?: string; readonly files?: readonly string[]; readonly form?: object } = {},
  ): Promise<number> {
    const id = more.id ?? randomUUID();
    const heard = this.frames.length;
    this.send({ t: 'say', ...(text === '' ? {} : { text }), ...more, id });
    return this.answerTo(id, heard);
  }

  /** The place of what was said under this id. */
  async answerTo(id: string, after = 0): Promise<number> {
    const find = () =>
      this.frames
        .slice(after)
        .find((frame): frame is Of<'said'> | Of<'refused'> => (frame.t === 'said' || frame.t === 'refused') && frame.id === id);
    await this.until(() => find() !== undefined, `the answer to ${id}`);
    const answer = find()!;
    if (answer.t === 'refused') throw new Error(`${answer.code}: ${answer.message}`);
    return answer.seq;
  }

  findAll<T extends ChatServerFrame['t']>(t: T): Of<T>[] {
    return this.frames.filter((frame): frame is Of<T> => frame.t === t);
  }

  texts(): (string | undefined)[] {
    return this.lines.map(({ text }) => text);
  }

  async until(holds: () => boolean, what: string, withinMs = PATIENCE_MS): Promise<void> {
    const end = performance.now() + withinMs;
    while (!holds()) {
      const left = end - performance.now();
      if (left <= 0 || (this.closed !== null && !holds()))
        throw new Error(`not seen: ${what}; closed: ${this.closed}; frames: ${JSON.stringify(this.frames.slice(-5))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async untilClosed(): Promise<number> {
    const end = performance.now() + PATIENCE_MS;
    while (this.closed === null && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.closed === null) throw new Error('the socket stayed open');
    return this.closed;
  }

  /** As a network does: nobody is told. */
  cut(): void {
    this.socket.terminate();
  }

  async close(): Promise<void> {
    if (this.closed !== null) return;
    this.socket.close();
    await this.untilClosed();
  }

  pause(): void {
    this.socket.pause();
  }

  private take(frame: ChatServerFrame): void {
    this.frames.push(frame);
    if (frame.t === 'welcome') {
      if (this.welcome !== null && this.welcome.conversation !== frame.conversation) this.lines.length = 0;
      this.welcome = frame;
    }
    if (frame.t === 'lines') this.lines.push(...frame.lines);
    this.wake();
  }

  private wake(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
}
