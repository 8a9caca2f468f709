import { createHash, randomUUID } from 'node:crypto';
import { type FileBox, type FileBoxClass, mock, type Mocker, type Payload, PuppetMock, type UrlLink } from './puppet-library.js';

/** What a contact or a room got from the account, as the other side sees it. */
export interface Delivered {
  readonly to: string;
  readonly type: 'text' | 'file' | 'url';
  readonly text?: string;
  readonly mentions?: readonly string[];
  readonly name?: string;
  readonly bytes?: number;
  readonly sha256?: string;
  readonly url?: string;
}

/** What the next send meets: a refusal by WeChat, a puppet that is logged out, a process that dies after it sent, or no echo. */
export type NextSend = 'refuse' | 'later' | 'vanish' | 'silent' | 'id';

export const ACCOUNT = 'desk';
const TEXT = 7;
const URL_LINK = 14;

class ObservedPuppet extends PuppetMock {
  readonly delivered: Delivered[] = [];
  next: NextSend | null = null;
  /** Sends that go well before `next` is met. */
  skip = 0;
  failure: string | null = null;

  override async messageSendText(to: string, text: string, mentions: string[] = []): Promise<void> {
    await this.pass({ to, type: 'text', text, mentions }, () => super.messageSendText(to, text));
  }

  override async messageSendFile(to: string, file: FileBox): Promise<void> {
    const content = await file.toBuffer();
    const box = (file.constructor as unknown as FileBoxClass).fromBase64(content.toString('base64'), file.name);
    const sha256 = createHash('sha256').update(content).digest('hex');
    // The mock of the library makes boxes that hold bytes only.
    await this.pass({ to, type: 'file', name: file.name, bytes: content.length, sha256 }, () => super.messageSendFile(to, box));
  }

  override async messageSendUrl(to: string, { url, title }: UrlLink): Promise<void> {
    await this.pass({ to, type: 'url', url, text: title }, () => {
      const place = to.includes('@') ? { roomId: to } : { listenerId: to };
      this.bring({ id: randomUUID(), type: URL_LINK, talkerId: ACCOUNT, timestamp: Date.now(), text: title, ...place });
      return Promise.resolve();
    });
  }

  /** A message, told to whoever listens. */
  bring(payload: Payload): void {
    this.mocker.MessageMock.create(payload);
    this.emit('message', { messageId: payload.id });
  }

  private async pass(delivered: Delivered, echo: () => Promise<void>): Promise<void> {
    const next = this.skip > 0 ? null : this.next;
    if (this.skip > 0) this.skip -= 1;
    else this.next = null;
    const { failure } = this;
    this.failure = null;
    if (failure !== null) throw new Error(failure);
    if (next === 'refuse') throw new Error('the recipient has blocked this account');
    if (next === 'later') throw new Error('not logged in');
    this.delivered.push(delivered);
    if (next === 'vanish') setTimeout(() => process.exit(1), 50);
    if (next === 'vanish') await new Promise(() => undefined);
    if (next !== 'silent') await echo();
  }
}

/** The mock puppet with one account and the people it knows, as commands. */
export class HostedPuppet {
  private constructor(
    readonly puppet: ObservedPuppet,
    private readonly mocker: Mocker,
  ) {}

  static async start(loggedIn: boolean): Promise<HostedPuppet> {
    const mocker = new mock.Mocker();
    const puppet = new ObservedPuppet({ mocker });
    await puppet.start();
    const hosted = new HostedPuppet(puppet, mocker);
    hosted.person({ id: ACCOUNT, name: 'Service Desk' });
    if (loggedIn) hosted.login();
    return hosted;
  }

  login(): void {
    if (!this.puppet.isLoggedIn) this.mocker.login(this.mocker.ContactMock.load(ACCOUNT));
  }

  logout(): Promise<void> {
    return this.puppet.logout('the phone said so');
  }

  scan({ qrcode, status = 2 }: { qrcode: string; status?: number }): void {
    this.mocker.scan(qrcode, status);
  }

  person({ id, name = id, ...more }: { id: string; name?: string; friend?: boolean; alias?: string; type?: number }): void {
    if (!this.mocker.cacheContactPayload.has(id)) this.mocker.createContact({ id, name, alias: '', type: 1, friend: false, ...more });
  }

  room({ id, topic, members }: { id: string; topic: string; members: string[] }): void {
    for (const member of members) this.person({ id: member });
    if (!this.mocker.cacheRoomPayload.has(id)) this.mocker.createRoom({ id, topic, memberIdList: [ACCOUNT, ...members] });
  }

  /** Somebody writes: to the account, or in a room. */
  text({
    from,
    text,
    id = randomUUID(),
    room,
    mentions = [],
  }: {
    from: string;
    text: string;
    id?: string;
    room?: string;
    mentions?: string[];
  }): void {
    this.message({
      payload: { id, type: TEXT, talkerId: from, text, ...(room ? { roomId: room, mentionIdList: mentions } : { listenerId: ACCOUNT }) },
    });
  }

  /** Any message, with the bytes that go with it (`base64`, of `name`). */
  message({ payload, file }: { payload: Record<string, unknown>; file?: { base64: string; name: string } }): void {
    const whole = { id: randomUUID(), timestamp: Date.now(), ...payload } as unknown as Payload;
    this.person({ id: whole.talkerId });
    if (file) this.mocker.cacheFileBoxPayload.set(whole.id, { type: 1, metadata: {}, ...file });
    this.puppet.bring(whole);
  }

  /** Many at once. */
  burst({ messages }: { messages: Parameters<HostedPuppet['message']>[0][] }): void {
    for (const message of messages) this.message(message);
  }

  again({ id }: { id: string }): void {
    this.puppet.emit('message', { messageId: id });
  }

  /** The owner of the account writes on his phone. */
  phone({ to, text, id = randomUUID() }: { to: string; text: string; id?: string }): void {
    this.person({ id: to });
    const place = to.includes('@') ? { roomId: to } : { listenerId: to };
    this.message({ payload: { id, type: TEXT, talkerId: ACCOUNT, text, ...place } });
  }

  nextSend({ answer, skip = 0 }: { answer: NextSend; skip?: number }): void {
    this.puppet.next = answer;
    this.puppet.skip = skip;
  }

  failNext({ words }: { words: string }): void {
    this.puppet.failure = words;
  }

  delivered(): readonly Delivered[] {
    return this.puppet.delivered;
  }
}
