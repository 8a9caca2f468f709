import { createHash } from 'node:crypto';
import { describe, it } from '@jest/globals';
import type { Connector, ConnectorContext, ConnectorFactory } from '#connector-sdk';
import { createConformanceCases, openDoor, type ConformanceHarness, type DoorUnderTest, type RemoteMessage } from '#connector-sdk/testing';
import { RetriableError } from '#runtime';
import { WebchatConnectorFactory, type WebchatConnector } from '../../../apps/webchat-connector/src/webchat.connector.js';
import { conversationKeyOf } from '../../../apps/webchat-connector/src/webchat.ids.js';
import { ChatVisitor } from '../../support/chat-visitor.js';
import { createReply, SECRET } from './chat-house.js';

/** Who gets the replies of the suite, whether or not he is there. */
const RECIPIENT = 'vAAAAAAAAAAAAAAAAAAAAAA';
const KEY = conversationKeyOf('conformance' as never, { visitor: RECIPIENT });

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

function createHarness(): ConformanceHarness {
  let pages = new Pages();
  const factory = new WebchatConnectorFactory(SECRET);
  return {
    factory: {
      descriptor: factory.descriptor as never,
      create: (inbox, config) => pages.watch(factory.create(inbox, config as never)),
    } as ConnectorFactory,
    patienceMs: 4_000,
    // Shown by the tests beside this one.
    unshown: {},
    openRemote: () => {
      const opened = (pages = new Pages());
      return Promise.resolve({
        settings: { limits: { messagesPerMinute: 1_000 } },
        offer: (message) => opened.say(message),
        offerAgain: (message) => opened.say(message),
        offerUnknownKind: (message) => opened.say(message, 'sticker'),
        acknowledged: () => opened.acknowledged(),
        outgoing: {
          createReply: (text) => {
            const refused = opened.next === 'refuse';
            if (refused) opened.next = 'take';
            return createReply(refused ? 'email:support:ada@example.com' : KEY, text, { inboxId: 'conformance' as never });
          },
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
