import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { AppMessages } from './app-messages.js';
import { callBack, type CallbackSettings } from './callbacks.js';
import { KfAccount } from './kf-account.js';
import { readUpload } from './media.js';
import { Refusal } from './refusal.js';

const TOKEN_MS = 7_200_000;

/** What happens to the next calls of a path: the answer is lost after all was done, or the call is refused. */
export type Mishap =
  | { readonly kind: 'lost_answer' }
  | { readonly kind: 'refuse'; readonly errcode: number }
  | { readonly kind: 'status'; readonly status: number };

export interface SimulatorOptions {
  readonly corpId?: string;
  readonly secret?: string;
  readonly agentId?: number;
  /** ms since 1970; default the wall clock. */
  readonly now?: () => number;
}

/**
 * WeCom's API as far as 微信客服 and application messages go, over real HTTP: tokens that end, encrypted callbacks (by @wecom/crypto), sync_msg with cursors
 * and three days of memory, quotas, sessions, media. Point `baseUrl` of an inbox at `url`.
 */
export class WecomSimulator {
  readonly corpId: string;
  readonly secret: string;
  readonly callback: CallbackSettings;
  readonly app: AppMessages;
  readonly accounts = new Map<string, KfAccount>();
  readonly media = new Map<string, { bytes: Buffer; contentType: string; fileName: string; at: number }>();
  /** All calls, as `path` (without the token). */
  readonly calls: string[] = [];
  readonly now: () => number;
  private readonly tokens = new Map<string, number>();
  private readonly mishaps = new Map<string, Mishap[]>();
  private server: Server | null = null;

  constructor(options: SimulatorOptions = {}) {
    this.corpId = options.corpId ?? 'ww0123456789abcdef';
    this.secret = options.secret ?? 'kf-secret-of-the-simulator';
    this.now = options.now ?? (() => Date.now());
    this.callback = {
      token: randomBytes(8).toString('hex'),
      encodingAesKey: randomBytes(32).toString('base64').slice(0, 43),
      receiver: this.corpId,
    };
    this.app = new AppMessages(options.agentId ?? 1_000_002, this.now);
  }

  static async start(options: SimulatorOptions = {}): Promise<WecomSimulator> {
    const simulator = new WecomSimulator(options);
    const server = createServer((request, response) => void simulator.serve(request, response));
    simulator.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return simulator;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server!.address() as AddressInfo).port}`;
  }

  account(openKfId: string): KfAccount {
    const known = this.accounts.get(openKfId) ?? new KfAccount(openKfId, this.now);
    this.accounts.set(openKfId, known);
    return known;
  }

  /** The next call of this path, and of calls that follow it, goes wrong so. */
  mishap(path: string, ...mishaps: Mishap[]): void {
    this.mishaps.set(path, [...(this.mishaps.get(path) ?? []), ...mishaps]);
  }

  /** All access tokens end now. */
  expireTokens(): void {
    this.tokens.clear();
  }

  addMedia(bytes: Buffer, contentType: string, fileName: string): string {
    const id = randomBytes(24).toString('base64url');
    this.media.set(id, { bytes, contentType, fileName, at: this.now() });
    return id;
  }

  /** Rings at `address` as the platform does; gives the status of the answer. */
  ring(address: string, account: KfAccount): Promise<number> {
    const event = `<Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[${account.ringToken()}]]></Token><OpenKfId><![CDATA[${account.openKfId}]]></OpenKfId>`;
    const seconds = Math.floor(this.now() / 1_000);
    const xml = `<xml><ToUserName><![CDATA[${this.corpId}]]></ToUserName><CreateTime>${seconds}</CreateTime><MsgType><![CDATA[event]]></MsgType>${event}</xml>`;
    return callBack(address, this.callback, xml, this.now());
  }

  /** A callback of the app. */
  call(address: string, xml: string): Promise<number> {
    return callBack(address, this.callback, xml, this.now());
  }

  async close(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://wecom.test');
    this.calls.push(url.pathname);
    try {
      const body = await readBody(request);
      const mishap = this.mishaps.get(url.pathname)?.shift();
      if (mishap?.kind === 'refuse') throw new Refusal(mishap.errcode, 'as the test wants it');
      if (mishap?.kind === 'status') return void response.writeHead(mishap.status).end();
      if (url.pathname === '/cgi-bin/media/get') return this.giveMedia(url, response);
      const answer = this.answer(url, request, body);
      if (mishap?.kind === 'lost_answer') return void response.destroy();
      this.reply(response, { errcode: 0, errmsg: 'ok', ...answer });
    } catch (error) {
      if (!(error instanceof Refusal)) return void response.writeHead(500).end();
      this.reply(response, {
        errcode: error.errcode,
        errmsg: `${error.errmsg}, hint: [1700000000_simulator], more info at https://open.work.weixin.qq.com/devtool/query?e=${error.errcode}`,
      });
    }
  }

  private answer(url: URL, request: IncomingMessage, raw: Buffer): Record<string, unknown> {
    if (url.pathname === '/cgi-bin/gettoken') return this.giveToken(url);
    this.checkToken(url);
    if (url.pathname === '/cgi-bin/media/upload') {
      const { bytes, contentType, fileName } = readUpload(request.headers['content-type'] ?? '', raw);
      if (bytes.length <= 5) throw new Refusal(40006, 'invalid media size');
      return {
        type: url.searchParams.get('type'),
        media_id: this.addMedia(bytes, contentType, fileName),
        created_at: String(Math.floor(this.now() / 1_000)),
      };
    }
    const body = JSON.parse(raw.toString() || '{}') as Record<string, unknown>;
    switch (url.pathname) {
      case '/cgi-bin/kf/sync_msg':
        return this.existing(body['open_kfid']).sync(body);
      case '/cgi-bin/kf/send_msg':
        this.checkMedia(body);
        return this.existing(body['open_kfid']).send(body);
      case '/cgi-bin/kf/send_msg_on_event':
        return this.firstThat((account) => account.sendOnEvent(body));
      case '/cgi-bin/kf/service_state/get': {
        const { state, servicer } = this.existing(body['open_kfid']).customer(String(body['external_userid']));
        return { service_state: state, servicer_userid: servicer };
      }
      case '/cgi-bin/kf/service_state/trans':
        return this.existing(body['open_kfid']).transfer(body);
      case '/cgi-bin/kf/customer/batchget':
        return { customer_list: this.describe(body['external_userid_list'] as string[]), invalid_external_userid: [] };
      case '/cgi-bin/message/send':
        return this.app.send(body);
      case '/cgi-bin/kf/recall_msg':
        return this.existing(body['open_kfid']).recall(body);
      case '/cgi-bin/message/recall':
        return this.app.recall(body);
      default:
        throw new Refusal(40066, 'invalid url');
    }
  }

  private describe(ids: readonly string[]): Record<string, unknown>[] {
    const all = [...this.accounts.values()].flatMap(({ customers }) => [...customers.values()]);
    return ids.flatMap((id) => {
      const found = all.find(({ externalUserId }) => externalUserId === id);
      return found?.nickname === undefined
        ? []
        : [{ external_userid: id, nickname: found.nickname, ...(found.unionId ? { unionid: found.unionId } : {}) }];
    });
  }

  private giveToken(url: URL): Record<string, unknown> {
    if (url.searchParams.get('corpid') !== this.corpId) throw new Refusal(40013, 'invalid corpid');
    if (url.searchParams.get('corpsecret') !== this.secret) throw new Refusal(40001, 'invalid credential');
    const token = randomBytes(48).toString('base64url');
    this.tokens.set(token, this.now() + TOKEN_MS);
    return { access_token: token, expires_in: TOKEN_MS / 1_000 };
  }

  private checkToken(url: URL): void {
    const token = url.searchParams.get('access_token');
    if (token === null) throw new Refusal(41001, 'access_token missing');
    const until = this.tokens.get(token);
    if (until === undefined) throw new Refusal(40014, 'invalid access_token');
    if (this.now() >= until) throw new Refusal(42001, 'access_token expired');
  }

  private giveMedia(url: URL, response: ServerResponse): void {
    this.checkToken(url);
    const found = this.media.get(url.searchParams.get('media_id') ?? '');
    if (found === undefined || this.now() - found.at > 3 * 86_400_000) throw new Refusal(40007, 'invalid media_id');
    response
      .writeHead(200, { 'content-type': found.contentType, 'content-disposition': `attachment; filename="${found.fileName}"` })
      .end(found.bytes);
  }

  private checkMedia(body: Record<string, unknown>): void {
    const id = (body[String(body['msgtype'])] as Record<string, unknown> | undefined)?.['media_id'];
    if (id !== undefined && !this.media.has(String(id))) throw new Refusal(40007, 'invalid media_id');
  }

  private existing(openKfId: unknown): KfAccount {
    const found = this.accounts.get(String(openKfId));
    if (found === undefined) throw new Refusal(95004, 'open_kfid not exist');
    return found;
  }

  private firstThat<T>(work: (account: KfAccount) => T): T {
    let refused: unknown = new Refusal(40058, 'invalid code');
    for (const account of this.accounts.values()) {
      try {
        return work(account);
      } catch (error) {
        refused = error;
      }
    }
    throw refused;
  }

  private reply(response: ServerResponse, json: unknown): void {
    response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(json));
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
