import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const LIMIT_MS = 8_000;
/** A server that talks more than this before a line ends is no mail server. */
const MOST_BYTES = 100_000;

/** A connection that is spoken over line by line, as IMAP and SMTP are; everything ends by itself after 8 s. */
export class LineConnection {
  private text = '';
  private broken: Error | null = null;
  private heard: () => void = () => undefined;

  private constructor(private socket: Socket) {
    this.hear(socket);
  }

  static async open(host: string, port: number): Promise<LineConnection> {
    const socket = connectPlain({ host, port });
    await settled(socket, 'connect');
    return new LineConnection(socket);
  }

  /** The rest of it is spoken sealed; the server must prove that it is `host`. */
  async seal(host: string): Promise<void> {
    const plain = this.socket;
    plain.removeAllListeners();
    const socket = connectTls({ socket: plain, ...(/^[\d.:]+$/.test(host) ? {} : { servername: host }), host });
    await settled(socket, 'secureConnect');
    this.text = '';
    this.socket = socket;
    this.hear(socket);
  }

  send(line: string): void {
    this.socket.write(`${line}\r\n`);
  }

  /** Lines up to the first that ends an answer, which is the last of them. */
  async answer(ends: (line: string) => boolean): Promise<string[]> {
    const until = Date.now() + LIMIT_MS;
    const lines: string[] = [];
    for (;;) {
      const end = this.text.indexOf('\n');
      if (end >= 0) {
        const line = this.text.slice(0, end).replace(/\r$/, '');
        this.text = this.text.slice(end + 1);
        lines.push(line);
        if (ends(line)) return lines;
        continue;
      }
      if (this.broken !== null) throw this.broken;
      if (this.text.length > MOST_BYTES) throw failure('EPROTO', 'it says too much');
      await this.more(until - Date.now());
    }
  }

  close(): void {
    this.socket.destroy();
  }

  private more(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(failure('ETIMEDOUT', 'it says nothing')), Math.max(0, ms));
      this.heard = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private hear(socket: Socket): void {
    socket.on('data', (bytes: Buffer) => {
      this.text += bytes.toString('latin1');
      this.heard();
    });
    const end = (error: Error) => {
      this.broken ??= error;
      this.heard();
    };
    socket.on('error', end);
    socket.on('close', () => end(failure('ECONNRESET', 'it ended the connection')));
  }
}

export function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function settled(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(failure('ETIMEDOUT', 'no answer in time')), LIMIT_MS);
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    socket.once('error', fail);
    socket.once(event as 'connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve();
    });
  });
}
