import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ACCOUNT, nameOf, PROVIDERS, type Provider, type Said } from './providers.js';

/** How the next request is dealt with; `vanish`: it is taken, and the connection is cut before the answer. */
export type Mood = 'take' | 'refuse' | 'later' | 'vanish' | 'fail';

/**
 * Providers of SMS, app push and group robots on one local port, with their signatures, errors and limits. A product is pointed at it by its base URL:
 * `urlOf('twilio')` and so on, with the accounts of `ACCOUNT`.
 */
export class NotificationSimulator {
  readonly account = ACCOUNT;
  /** What was taken, in order. */
  readonly said: (Said & { readonly provider: string })[] = [];
  /** Requests that came, taken or not. */
  requests = 0;
  private readonly moods: Mood[] = [];
  private readonly known = new Map<string, string>();
  private readonly server = createServer((request, response) => void this.answer(request, response));

  /** `now`: of the product that it is signed by. */
  private constructor(private readonly now: () => number) {}

  static async start(now: () => number = Date.now): Promise<NotificationSimulator> {
    const simulator = new NotificationSimulator(now);
    await new Promise<void>((resolve) => simulator.server.listen(0, '127.0.0.1', resolve));
    return simulator;
  }

  urlOf(provider: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${PROVIDERS.find(({ name }) => name === provider)!.basePath}`;
  }

  answerNext(mood: Mood): void {
    this.moods.push(mood);
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const { pathname: path, searchParams: query } = new URL(request.url!, 'http://x');
    const seen = { path, query, headers: request.headers as Record<string, string | undefined>, body: await text(request) };
    const provider = PROVIDERS.find((each) => each.owns(seen));
    if (provider === undefined) return void response.writeHead(404).end();
    const mood = this.moods.shift() ?? 'take';
    const told = provider.read(seen, this.now());
    if (told === null) return write(response, provider.unauthorised());
    if (mood === 'refuse') return write(response, provider.refused());
    if (mood === 'later') return write(response, provider.busy());
    if (mood === 'fail') return void response.writeHead(500).end('trouble');
    const id = this.take(provider, nameOf(seen), told);
    if (mood === 'vanish') request.socket.destroy();
    else write(response, provider.taken(id));
  }

  /** The same key once more is the same message: only the bridge has such keys. */
  private take({ name: provider }: Provider, key: string, told: Omit<Said, 'id'>): string {
    const known = this.known.get(`${provider} ${key}`);
    if (known !== undefined) return known;
    const id = String(this.said.length + 1);
    this.known.set(`${provider} ${key}`, id);
    this.said.push({ ...told, id, provider });
    return id;
  }
}

function write(
  response: ServerResponse,
  { status, body, headers = {} }: { status: number; body: string; headers?: Record<string, string> },
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
