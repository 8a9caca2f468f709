import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, readBody, readJson, write } from './answers.js';
import { CallbackPoster, type Posted } from './callback-poster.js';
import { type Fields, toXml } from './callback-xml.js';
import { MediaShelf } from './media-shelf.js';
import { type Limits, MessageDesk } from './message-desk.js';
import { TokenDesk } from './token-desk.js';

export interface OfficialAccount {
  readonly appId: string;
  readonly appSecret: string;
  readonly token: string;
  readonly aesKey: string;
  readonly mode: 'safe' | 'plain';
  /** `gh_…`. */
  readonly originalId: string;
}

export type PlatformOptions = Partial<OfficialAccount> & Partial<Limits> & { readonly now?: () => Date };

const ACCOUNT: OfficialAccount = {
  appId: 'wx5823bf96d3bd56c7',
  appSecret: '0123456789abcdef0123456789abcdef',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  mode: 'safe',
  originalId: 'gh_136c6e506363',
};
const LIMITS: Limits = { windowMs: 48 * 3_600_000, count: 20, eventWindowMs: 60_000, eventCount: 3 };
/** Ids of messages are numbers of 64 bits. */
const FIRST_ID = 6_475_340_302_153_501_000n;

/** 公众号 as it looks from an account: speaks its wire format on a port of 127.0.0.1. Point `apiUrl` of the inbox at `url`. */
export class OfficialPlatform {
  readonly account: OfficialAccount;
  readonly callbacks: CallbackPoster;
  readonly tokens: TokenDesk;
  readonly shelf: MediaShelf;
  readonly desk: MessageDesk;
  /** Moves the platform's clock. */
  offsetMs = 0;
  private readonly server: Server;
  private ids = FIRST_ID;

  private constructor({ now = () => new Date(), ...options }: PlatformOptions) {
    const clock = () => new Date(now().getTime() + this.offsetMs);
    this.account = { ...ACCOUNT, ...options };
    this.callbacks = new CallbackPoster(this.account, clock);
    this.tokens = new TokenDesk(this.account, clock);
    this.shelf = new MediaShelf(clock, (mediaId) => `${this.url}/videos/${mediaId}`);
    this.desk = new MessageDesk({ ...LIMITS, ...options }, this.shelf, clock);
    this.clock = clock;
    this.server = createServer((request, response) => {
      void this.answer(request).then(
        (answer) => write(response, answer),
        () => response.destroy(),
      );
    });
  }

  private readonly clock: () => Date;

  static async open(options: PlatformOptions = {}): Promise<OfficialPlatform> {
    const platform = new OfficialPlatform(options);
    await new Promise<void>((resolve) => platform.server.listen(0, '127.0.0.1', resolve));
    return platform;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Settings of an inbox of this account. */
  get settings() {
    const { appId, appSecret, token, aesKey, mode } = this.account;
    return { appId, appSecret, token, aesKey, mode, apiUrl: this.url };
  }

  /** A follower writes; resolves when the callback was taken or given up. `id` plays a message again. */
  say(openid: string, type: string, fields: Fields, { id = this.nextId(), at = this.clock() } = {}): Promise<Posted> {
    this.desk.hear(openid, 'message');
    return this.post(openid, { MsgType: type, ...fields }, at, { MsgId: id });
  }

  text(openid: string, content: string, options: { id?: string; at?: Date } = {}): Promise<Posted> {
    return this.say(openid, 'text', { Content: content }, options);
  }

  /** A follower sends a file: it lies on the shelf, the callback has its id. */
  media(openid: string, type: 'image' | 'voice' | 'video', content: Buffer, contentType: string, fields: Fields = {}): Promise<Posted> {
    return this.say(openid, type, { MediaId: this.shelf.put(type, content, contentType), ...fields });
  }

  /** Something happens: `subscribe`, `CLICK` with `EventKey` … */
  event(openid: string, event: string, fields: Fields = {}, at = this.clock()): Promise<Posted> {
    const follower = this.desk.follower(openid);
    if (event === 'unsubscribe') follower.follows = false;
    else if (event === 'subscribe') follower.follows = true;
    if (['subscribe', 'SCAN', 'CLICK'].includes(event)) this.desk.hear(openid, 'event');
    return this.post(openid, { MsgType: 'event', Event: event, ...fields }, at);
  }

  nextId(): string {
    return String((this.ids += 1n));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private post(openid: string, fields: Fields, at: Date, { MsgId }: { MsgId?: string } = {}): Promise<Posted> {
    const { originalId } = this.account;
    const about = { ToUserName: originalId, FromUserName: openid, CreateTime: Math.floor(at.getTime() / 1_000) };
    const xml = toXml({ ...about, ...fields });
    return this.callbacks.post(MsgId === undefined ? xml : xml.replace(/<\/xml>$/, `<MsgId>${MsgId}</MsgId></xml>`), originalId);
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://platform');
    const body = await readBody(request);
    if (pathname === '/cgi-bin/token') return this.tokens.give(query);
    if (pathname === '/cgi-bin/stable_token') return this.tokens.giveStable(readJson(body));
    if (pathname.startsWith('/videos/')) return this.shelf.download(pathname.slice('/videos/'.length));
    const refused = this.tokens.refuse(query.get('access_token'));
    if (refused !== null) return refused;
    if (pathname === '/cgi-bin/media/get') return this.shelf.get(query);
    if (pathname === '/cgi-bin/media/upload') return this.shelf.upload(query, request.headers['content-type'] ?? '', body);
    if (pathname === '/cgi-bin/message/custom/send') return this.desk.send(readJson(body));
    return { json: { errcode: 40066, errmsg: 'invalid url' } };
  }
}
