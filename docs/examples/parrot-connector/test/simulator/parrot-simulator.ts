import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A remote that speaks the channel's wire format: it posts signed messages, and takes ours. Our code reaches it by `baseUrl` only. */
export class ParrotSimulator {
  readonly secret = 'a-secret-of-parrot';
  readonly token = 'a-token-of-parrot';
  readonly received: string[] = [];
  /** Ids of messages whose post was answered 2xx. */
  readonly taken: string[] = [];
  /** What was posted, by message id. */
  readonly posted = new Map<string, Buffer>();
  /** Error of the next call, or `vanish`: the connection breaks after all was taken. */
  next: string | null = null;
  callbackUrl = '';
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));
  private posting: Promise<unknown> = Promise.resolve();

  async open(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Posts one after another, as the remote does; nobody waits here for the answer. */
  post(message: { id: string; from: string; kind: string; text: string }): void {
    this.posting = this.posting.then(() => this.postNow(message, this.secret)).catch(() => undefined);
  }

  async postNow({ id, from, kind, text }: { id: string; from: string; kind: string; text: string }, secret: string): Promise<number> {
    const body = Buffer.from(
      JSON.stringify({ id, from: { id: from, name: from }, kind, text, sentAt: '2026-03-02T08:00:00.000Z' }, null, 1),
    );
    this.posted.set(id, body);
    const timestamp = String(Date.now());
    const signature = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'parrot-timestamp': timestamp, 'parrot-signature': signature };
    const { status } = await fetch(this.callbackUrl, { method: 'POST', headers, body });
    if (status < 300) this.taken.push(id);
    return status;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await this.posting;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString('utf8');
    const say = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.headers.authorization !== `Bearer ${this.token}`) return void say(401, { error: 'bad_token' });
    if (request.url === '/me') return void say(200, { id: 'parrot' });
    const error = this.next;
    this.next = null;
    if (error !== null && error !== 'vanish') return void say(error === 'busy' ? 503 : 422, { error });
    this.received.push((JSON.parse(body) as { text: string }).text);
    if (error === 'vanish') return void request.socket.destroy();
    say(200, { id: randomUUID() });
  }
}
