import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a person does on Weibo. */
export interface Said {
  /** Ours, to follow it: Weibo gives none. It becomes the second of `created_at`, so that no two are one. */
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly type?: string;
  readonly data?: string;
}

/** Beyond 2^53: a connector that reads it as a number writes to somebody else. */
const RECEIVER = '9007199254740993';

/** 粉丝服务 as far as an account sees it: signed posts, and the API that answers them. Point `apiUrl` and `mediaUrl` of an inbox at it. */
export class WeiboSimulator {
  readonly appSecret = 'xyz123xyz';
  readonly accessToken = 'fan-service-token';
  readonly received: { to: string; text: string }[] = [];
  readonly taken: string[] = [];
  readonly posted = new Map<string, Buffer>();
  /** What the next answer of ours gets: an error_code, or `vanish` after it was taken. */
  next: string | null = null;
  callbackUrl = '';
  private posting: Promise<unknown> = Promise.resolve();
  private readonly server = createServer((request, response) => void this.serve(request, response).catch(() => response.destroy()));

  async open(port = 0): Promise<this> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get settings() {
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return { appSecret: this.appSecret, accessToken: this.accessToken, apiUrl: url, mediaUrl: url };
  }

  post(said: Said): void {
    this.posting = this.posting.then(() => this.postNow(said)).catch(() => undefined);
  }

  async postNow(said: Said, signed: { secret?: string; at?: number } = {}): Promise<number> {
    const body = Buffer.from(write(said));
    this.posted.set(said.id, body);
    const { status } = await fetch(`${this.callbackUrl}?${this.sign(signed)}`, { method: 'POST', body });
    if (status < 300) this.taken.push(said.id);
    return status;
  }

  async shakeHands(echostr: string): Promise<string> {
    return (await fetch(`${this.callbackUrl}?${this.sign()}&echostr=${echostr}`)).text();
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await this.posting;
  }

  private sign({ secret = this.appSecret, at = Date.now() } = {}): string {
    const [timestamp, nonce] = [String(at), '57155157'];
    const signature = createHash('sha1').update([secret, timestamp, nonce].sort().join('')).digest('hex');
    return `signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString('utf8'));
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const say = (status: number, value: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if ((form.get('access_token') ?? searchParams.get('access_token')) !== this.accessToken)
      return say(401, { error: 'invalid_access_token', error_code: 21332 });
    if (pathname === '/oauth2/get_token_info') return say(200, { uid: Number(RECEIVER), expire_in: 157_679_999 });
    if (pathname === '/2/mss/msget') return void response.end(`bytes of ${searchParams.get('fid')}`);
    if (pathname !== '/2/messages/reply/biz.json') return say(404, { error: 'no such call', error_code: 10020 });
    const error = this.next;
    this.next = null;
    if (error !== null && error !== 'vanish') return say(400, { error: `error ${error}`, error_code: Number(error), request: pathname });
    const { text } = JSON.parse(decodeURIComponent(form.get('data') ?? '')) as { text: string };
    this.received.push({ to: form.get('receiver_id') ?? '', text });
    if (error === 'vanish') return void request.socket.destroy();
    say(200, { result: true });
  }
}

/** Ids as numbers, as Weibo writes them. */
export function write({ id, from, text, type = 'text', data = '{}' }: Said): string {
  const words = JSON.stringify(text);
  return `{ "type": "${type}", "receiver_id": ${RECEIVER}, "sender_id": ${from}, "created_at": "${toTime(id)}", "text": ${words}, "data": ${data} }`;
}

/** A second of its own for each id of ours, within the last hours. */
function toTime(id: string): string {
  const spread = createHash('sha1').update(id).digest().readUInt16BE(0) % 7_200;
  // `Mon, 16 Jul 2012 10:09:20 GMT`
  const [weekday, day, month, year, time] = new Date(startedAt - spread * 1_000).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${time} +0000 ${year}`;
}

const startedAt = Date.now();
