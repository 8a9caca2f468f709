import { connect, type Socket } from 'node:net';

/** A sender that speaks plain SMTP over one kept connection; most mail libraries are slower than the door. */
export class SmtpClient {
  private socket: Socket | null = null;
  private buffer = '';
  private waiting: { resolve: (answer: string) => void; reject: (error: Error) => void } | null = null;

  constructor(
    private readonly port: number,
    private readonly host = '127.0.0.1',
    /** Address to speak from, one of the loopback. */
    private readonly localAddress?: string,
  ) {}

  /** The answer to the message: `250 …` when it was taken. Rejects when the link broke: nobody knows then. `parameters` of MAIL, with the blank. */
  async send(from: string, to: readonly string[], message: string | Buffer, parameters = ''): Promise<string> {
    if (this.socket === null) await this.open();
    for (const command of [`MAIL FROM:<${from}>${parameters}`, ...to.map((address) => `RCPT TO:<${address}>`), 'DATA']) {
      const answer = await this.command(`${command}\r\n`);
      if (!/^[23]/.test(answer)) {
        await this.command('RSET\r\n');
        return answer;
      }
    }
    const body = stuffDots(message);
    this.socket?.cork();
    this.socket?.write(body);
    const answered = this.command(body.subarray(-2).toString() === '\r\n' ? '.\r\n' : '\r\n.\r\n');
    this.socket?.uncork();
    return answered;
  }

  close(): void {
    this.socket?.destroy();
    this.socket = null;
  }

  private async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ port: this.port, host: this.host, localAddress: this.localAddress }, resolve);
      socket.setNoDelay(true);
      socket.once('error', reject);
      socket.on('data', (chunk: Buffer) => this.read(chunk.toString('latin1')));
      socket.on('close', () => this.fail(new Error('connection closed')));
      socket.on('error', (error) => this.fail(error));
      this.socket = socket;
      this.buffer = '';
    }).catch((error: unknown) => {
      this.close();
      throw error;
    });
    await this.answer();
    await this.command('EHLO sender.test\r\n');
  }

  private command(line: string): Promise<string> {
    const answer = this.answer();
    this.socket?.write(line);
    return answer;
  }

  private answer(): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.socket === null) return reject(new Error('not connected'));
      this.waiting = { resolve, reject };
    });
  }

  private read(text: string): void {
    this.buffer += text;
    const end = /^(\d{3}) [^\n]*\n/m.exec(this.buffer);
    if (end === null) return;
    this.buffer = this.buffer.slice(end.index + end[0].length);
    const waiting = this.waiting;
    this.waiting = null;
    waiting?.resolve(end[0].trim());
  }

  private fail(error: Error): void {
    const waiting = this.waiting;
    this.waiting = null;
    this.close();
    waiting?.reject(error);
  }
}

function stuffDots(message: string | Buffer): Buffer {
  const text = typeof message === 'string' ? message : message.toString('latin1');
  if (!text.includes('\n.')) return typeof message === 'string' ? Buffer.from(message, 'utf8') : message;
  return Buffer.from(text.replace(/(^|\r\n)\./g, '$1..'), typeof message === 'string' ? 'utf8' : 'latin1');
}
