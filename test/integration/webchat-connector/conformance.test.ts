import { createHash } from 'node:crypto';
import { describe, it } from '@jest/globals';
import type { Connector, ConnectorContext, ConnectorFactory } from '#connector-sdk';
import {
  createConformanceCases,
  openDoor,
  type ConformanceHarness,
  type DoorUnderTest,
  type RemoteMessage,
  type TestContext,
} from '#connector-sdk/testing';
import type { MessagePart } from '#contracts';
import { RetriableError } from '#runtime';
import { WebchatConnectorFactory, type WebchatConnector } from '../../../apps/webchat-connector/src/webchat.connector.js';
import { conversationKeyOf } from '../../../apps/webchat-connector/src/webchat.ids.js';
import { ChatVisitor } from '../../support/chat-visitor.js';
import { makePng } from '../../support/image-server.js';
import { createReply, SECRET } from './chat-house.js';

/** Who gets the replies of the suite, whether or not he is there. */
const RECIPIENT = 'vAAAAAAAAAAAAAAAAAAAAAA';
const KEY = conversationKeyOf('conformance' as never, { visitor: RECIPIENT });

const TO_VISITOR = { inboxId: 'conformance' as never, to: [{ scheme: 'web_visitor', value: RECIPIENT }] };

/** Bytes that are what they say. */
const FILES: Partial<Record<MessagePart['type'], { readonly name: string; readonly type: string; readonly bytes: Buffer }>> = {
  image: { name: 'photo.png', type: 'image/png', bytes: makePng(20, 10, [0, 128, 0]) },
  audio: { name: 'voice.wav', type: 'audio/wav', bytes: Buffer.from('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0', 'latin1') },
  video: { name: 'film.mp4', type: 'video/mp4', bytes: Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomiso2', 'latin1') },
  file: { name: 'letter.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n') },
};

type Next = 'take' | 'refuse' | 'later' | 'vanish';

/** The remote of a chat is its visitors' pages: they say again what was not acknowledged, under the same id. */
class Pages {
  private door: DoorUnderTest | null = null;
  private context: ConnectorContext | null = null;
  private readonly tokens = new Map<string, string>();
  private readonly open = new Map<string, Promise<ChatVisitor>>();
  private readonly said = new Set<string>();
  next: Next = 'take';

  /** A connector that lives is at the door of these pages. */
  watch(connector: WebchatConnector): Connector {
    const [start, stop] = [connector.start.bind(connector), connector.stop.bind(connector)];
    connector.start = async (context) => {
      this.context = context;
      await start(this.trouble(context));
      this.door = await openDoor(connector, { inboxId: 'conformance', signal: context.signal });
      this.open.clear();
    };
    connector.stop = async () => {
      await stop();
      const door = this.door;
      this.door = null;
      await door?.close();
    };
    return connector;
  }

  async say({ id, from, text }: RemoteMessage, kind?: string): Promise<void> {
    const page = await this.enter(from);
    const name = idOf(id);
    void page
      .until(() => page.findAll('said').some((said) => said.id === name), 'that it was taken')
      .then(() => this.said.add(id))
      .catch(() => undefined);
    page.send(kind === undefined ? { t: 'say', id: name, text } : { t: 'say', id: name, kind, data: { text } });
  }

  /** False for what pages have not. */
  async sayKind(type: MessagePart['type'], { id, from, text }: RemoteMessage): Promise<boolean> {
    const file = FILES[type];
    if (file === undefined) return false;
    const page = await this.enter(from);
    await page.say(text, { id: idOf(id), files: [await this.upload(page, file.name, file.type, file.bytes)] });
    return true;
  }

  private async upload(page: ChatVisitor, name: string, type: string, bytes: Buffer): Promise<string> {
    const { url } = this.door!;
    const headers = { authorization: `Bearer ${page.token}`, origin: new URL(url).origin };
    const ask = { name, type, bytes: bytes.length };
    const answer = await fetch(`${url}/uploads`, { method: 'POST', headers, body: JSON.stringify(ask) });
    const { id } = (await answer.json()) as { id: string };
    const body = new Uint8Array(bytes);
    await fetch(`${url}/uploads/${id}`, { method: 'PATCH', headers: { ...headers, 'upload-offset': '0' }, body });
    return id;
  }

  acknowledged(): Promise<string[]> {
    return Promise.resolve([...this.said]);
  }

  async received(): Promise<string[]> {
    const lines = await this.context!.transcript(KEY).since(0);
    return lines.map(({ body }) => (body as { text: string }).text);
  }

  async close(): Promise<void> {
    for (const page of this.open.values()) (await page).cut();
  }

  private enter(from: string): Promise<ChatVisitor> {
    const known = this.open.get(from);
    if (known !== undefined) return known;
    const token = this.tokens.get(from);
    const entering = ChatVisitor.enter(this.door!.socketUrl, token === undefined ? {} : { token }).then((page) => {
      this.tokens.set(from, page.token);
      return page;
    });
    this.open.set(from, entering);
    return entering;
  }

  /** The database as a reply may find it. */
  private trouble(context: ConnectorContext): ConnectorContext {
    const transcript: ConnectorContext['transcript'] = (key) => {
      const real = context.transcript(key);
      return {
        ...{ since: real.since.bind(real), head: real.head.bind(real), extent: real.extent.bind(real) },
        append: async (line) => {
          if (line.direction === 'inbound') return real.append(line);
          const next = this.next;
          this.next = 'take';
          if (next === 'later') throw new RetriableError('the database is away', { code: 'database_unavailable' });
          const appended = await real.append(line);
          if (next === 'vanish') throw new Error('the connection broke');
          return appended;
        },
      };
    };
    return Object.create(context, { transcript: { value: transcript } }) as ConnectorContext;
  }
}

const idOf = (id: string) => createHash('sha256').update(id).digest('base64url');

async function createPart(type: MessagePart['type'], { blobs }: TestContext): Promise<MessagePart> {
  const file = FILES[type];
  if (file === undefined)
    return { partId: '1', type: 'link', url: 'https://desk.example/a', title: 'Answer', fallback: 'https://desk.example/a' };
  const { ref, sha256, bytes } = await blobs.put(file.bytes);
  const media = { state: 'stored' as const, blobRef: ref, sha256, sizeBytes: bytes, contentType: file.type, fileName: file.name };
  return { partId: '1', type, media, fallback: file.name } as MessagePart;
}

function createHarness(): ConformanceHarness {
  let pages = new Pages();
  const factory = new WebchatConnectorFactory(SECRET);
  return {
    factory: {
      descriptor: factory.descriptor as never,
      create: (inbox, config) => pages.watch(factory.create(inbox, config as never)),
    } as ConnectorFactory,
    patienceMs: 4_000,
    notApplicable: {
      'a frame is read, and its line kept': ['receiving.raw'],
      'a chat has no signatures: who a visitor is stands in identity.test.ts': ['receiving.forged'],
      'pages connect to us': ['receiving.broken_link', 'receiving.log_away_order', 'running.bad_credentials'],
      'it takes messages at least once': ['receiving.at_most_once'],
      'a page waits as long as it likes': ['receiving.deadline'],
      'a chat has no groups': ['receiving.groups'],
      'pages have no such kind': ['in.location', 'in.link', 'in.card', 'in.choice', 'in.quote', 'in.sticker', 'in.call'],
      'nobody but us says what went wrong': ['sending.errors'],
      'it takes nothing back': ['sending.recall'],
      'no reply has more': ['sending.parts_limit'],
    },
    unshown: {
      'by pages that are there: conversation.test.ts': ['receipts.delivered', 'receipts.read'],
      'a form is asked for before the first line, of every visitor: around-messages.test.ts': ['in.form'],
    },
    openRemote: () => {
      const opened = (pages = new Pages());
      return Promise.resolve({
        settings: { limits: { messagesPerMinute: 1_000 } },
        offer: (message) => opened.say(message),
        offerAgain: (message) => opened.say(message),
        offerKind: (type, message) => opened.sayKind(type, message),
        offerUnknownKind: (message) => opened.say(message, 'sticker'),
        acknowledged: () => opened.acknowledged(),
        outgoing: {
          createReply: (text) => {
            const refused = opened.next === 'refuse';
            if (refused) opened.next = 'take';
            return createReply(refused ? 'email:support:ada@example.com' : KEY, text, TO_VISITOR);
          },
          createReplyOf: async (type, context) => createReply(KEY, '', { ...TO_VISITOR, parts: [await createPart(type, context)] }),
          received: () => opened.received(),
          answerNext: (answer) => {
            opened.next = answer;
            return Promise.resolve();
          },
        },
        close: () => opened.close(),
      });
    },
  };
}

describe('the webchat connector conforms', () => {
  for (const { name, run } of createConformanceCases(createHarness())) it(name, run);
});
