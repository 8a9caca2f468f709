import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MediaStore } from './media-store.js';
import { toRobotMessage, type Said } from './robot-messages.js';
import { StreamGateway } from './stream-gateway.js';

type Call = Record<string, unknown> & { robotCode?: string };

export interface SimulatedError {
  readonly status: number;
  readonly code: string;
}

/**
 * DingTalk's open platform as far as a robot sees it: callbacks with timestamp and sign, stream gateway, tokens, webhooks of messages, robot API, media upload.
 * Point `apiUrl`, `oapiUrl` (and `webhookHosts`) of an inbox at it.
 */
export class DingtalkSimulator {
  readonly appKey = 'dingkey';
  readonly appSecret = 'ding-app-secret';
  readonly stream = new StreamGateway();
  readonly media = new MediaStore();
  /** Texts that arrived (of a picture or file, what it is), and how: `session`, `person` or `group`. */
  readonly received: { by: string; text: string; to: string }[] = [];
  /** What was taken back. */
  readonly recalled: string[] = [];
  readonly read = new Set<string>();
  /** Ids answered 2xx, and what was posted. */
  readonly taken: string[] = [];
  readonly posted = new Map<string, Buffer>();
  /** What the next message of ours gets: an error, or `vanish` after it was taken. */
  next: SimulatedError | 'vanish' | null = null;
  /** What the next upload gets: an `errcode`. */
  nextUpload: number | null = null;
  webhookLivesMs = 5_400_000;
  callbackUrl = '';
  private readonly sent = new Map<string, { text: string; group?: string }>();
  private readonly files = new Map<string, Buffer>();
  private token = randomUUID();
  private posting: Promise<unknown> = Promise.resolve();
  private readonly server = createServer((request, response) => void this.serve(request, response).catch(() => response.destroy()));

  async open(port = 0): Promise<this> {
    this.server.on('upgrade', (request, stream, head) => this.stream.upgrade(request, stream, head));
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get settings() {
    return {
      appKey: this.appKey,
      appSecret: this.appSecret,
      apiUrl: `http://${this.host}`,
      oapiUrl: `http://${this.host}`,
      webhookHosts: [this.host],
    };
  }

  /** Posts one message after another to the callback's address; nobody waits here. */
  post(said: Said): void {
    this.posting = this.posting.then(() => this.postNow(said)).catch(() => undefined);
  }

  async postNow(said: Said, signed: { secret?: string; at?: number } = {}): Promise<number> {
    const { secret = this.appSecret, at = Date.now() } = signed;
    const body = Buffer.from(this.write(said));
    this.posted.set(said.id, body);
    const sign = createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64');
    const { status } = await fetch(this.callbackUrl, { method: 'POST', headers: { timestamp: String(at), sign }, body });
    if (status < 300) this.taken.push(said.id);
    return status;
  }

  push(said: Said): void {
    this.stream.push(said.id, this.write(said));
  }

  /** Tokens given so far are worth nothing. */
  expireTokens(): void {
    this.token = randomUUID();
  }

  async close(): Promise<void> {
    this.stream.close();
    this.server.close();
    this.server.closeAllConnections();
    await this.posting;
  }

  private write(said: Said): string {
    this.files.set(`code-of-${said.id}`, Buffer.from(`bytes of ${said.id}`));
    const now = Date.now();
    const webhook = `http://${this.host}/robot/sendBySession?session=${said.from}`;
    return toRobotMessage(said, { robotCode: this.appKey, webhook, until: now + this.webhookLivesMs, now });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const say = (status: number, value: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (pathname === '/media/upload') return say(200, await this.takeUpload(request, body, searchParams.get('access_token')));
    const call = (body.length === 0 ? {} : JSON.parse(body.toString('utf8'))) as Call;
    if (pathname === '/v1.0/oauth2/accessToken') return this.giveToken(call, say);
    if (pathname === '/v1.0/gateway/connections/open') return this.giveTicket(call, say);
    if (pathname.startsWith('/files/')) return void response.end(this.files.get(pathname.slice('/files/'.length)));
    if (pathname === '/robot/sendBySession') {
      const { content } = call['text'] as { content: string };
      return this.take({ by: 'session', text: content, to: searchParams.get('session') ?? '' }, request, say, { errcode: 0, errmsg: 'ok' });
    }
    if (request.headers['x-acs-dingtalk-access-token'] !== this.token) return say(401, { code: 'InvalidAuthentication', message: 'token' });
    this.serveRobot(pathname, searchParams, call, request, say);
  }

  private serveRobot(path: string, query: URLSearchParams, call: Call, request: IncomingMessage, say: Say): void {
    const processQueryKey = randomUUID();
    switch (path) {
      case '/v1.0/robot/messageFiles/download': {
        const code = String(call['downloadCode']);
        if (!this.files.has(code)) return say(400, { code: 'unknownError', message: 'downloadCode' });
        return say(200, { downloadUrl: `http://${this.host}/files/${code}` });
      }
      case '/v1.0/robot/oToMessages/batchSend':
      case '/v1.0/robot/groupMessages/send': {
        const text = this.media.show(call['msgKey'], String(call['msgParam']));
        if (text === null) return say(400, { code: 'invalidParameter.msgParam', message: String(call['msgParam']).slice(0, 100) });
        const group = call['openConversationId'] as string | undefined;
        const to = group ?? (call['userIds'] as string[])[0]!;
        this.sent.set(processQueryKey, { text, ...(group === undefined ? {} : { group }) });
        return this.take({ by: group === undefined ? 'person' : 'group', text, to }, request, say, { processQueryKey });
      }
      case '/v1.0/robot/otoMessages/batchRecall':
      case '/v1.0/robot/groupMessages/recall':
        return this.takeBack(call['processQueryKeys'] as string[], call['openConversationId'] as string | undefined, say);
      case '/v1.0/robot/oToMessages/readStatus': {
        const readStatus = this.read.has(query.get('processQueryKey') ?? '') ? 'READ' : 'UNREAD';
        return say(200, { sendStatus: 'SUCCESS', messageReadInfoList: [{ userId: 'ada', readStatus }] });
      }
      default:
        return say(404, { code: 'InvalidAction.NotFound', message: path });
    }
  }

  private takeUpload({ headers }: IncomingMessage, body: Buffer, token: string | null): Promise<object> | object {
    const errcode = token === this.token ? this.nextUpload : 40014;
    this.nextUpload = null;
    return errcode === null ? this.media.take(body, headers['content-type'] ?? '') : { errcode, errmsg: `errcode ${errcode}` };
  }

  private takeBack(keys: readonly string[], group: string | undefined, say: Say): void {
    if (keys.length > 20) return say(400, { code: 'invalidParameter.processQueryKeys', message: 'at most 20' });
    const failedResult: Record<string, string> = {};
    for (const key of keys) {
      const sent = this.sent.get(key);
      if (sent === undefined || sent.group !== group) failedResult[key] = 'not found';
      else this.recalled.push(sent.text);
      this.sent.delete(key);
    }
    say(200, { successResult: keys.filter((key) => failedResult[key] === undefined), failedResult });
  }

  private take(message: DingtalkSimulator['received'][number], request: IncomingMessage, say: Say, good: unknown): void {
    const error = this.next;
    this.next = null;
    if (error !== null && error !== 'vanish') {
      // The webhook says no in a good answer; the API in its status.
      return message.by === 'session'
        ? say(200, { errcode: Number(error.code), errmsg: error.code })
        : say(error.status, { code: error.code, message: error.code, requestid: 'r-1' });
    }
    this.received.push(message);
    if (error === 'vanish') request.socket.destroy();
    else say(200, good);
  }

  private giveToken(call: Call, say: Say): void {
    if (call['appKey'] !== this.appKey || call['appSecret'] !== this.appSecret)
      return say(400, { code: 'invalidClientIdOrSecret', message: 'invalid clientId or clientSecret' });
    say(200, { accessToken: this.token, expireIn: 7_200 });
  }

  private giveTicket(call: Call, say: Say): void {
    if (call['clientId'] !== this.appKey || call['clientSecret'] !== this.appSecret)
      return say(401, { code: 'authFailed', message: '鉴权失败' });
    const ticket = this.stream.issueTicket();
    if (ticket === null) return say(503, { code: 'ServiceUnavailable', message: 'down' });
    say(200, { endpoint: `ws://${this.host}/connect`, ticket });
  }
}

type Say = (status: number, value: unknown) => void;
