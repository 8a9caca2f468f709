import { randomUUID } from 'node:crypto';
import type { Connector, ConnectorFactory } from '#connector-sdk';
import type { ConformanceHarness, RemoteMessage, RemoteUnderTest, TestContext } from '#connector-sdk/testing';
import type { CommandId, EventData, InboxId, MessagePart, ReplyRequested } from '#contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { PersonalConnectorFactory } from '../../../apps/wechat-connector/src/personal.connector.js';
import type { PuppetService } from '../../support/services/puppet.js';
import { QUICK } from './personal-bench.js';

const ROOM = 'conformance@chatroom';
/** Numbers of the puppets' kinds, and a text where the kind needs one. */
const KINDS: Readonly<Record<string, { readonly type: number; readonly text?: string; readonly file?: string }>> = {
  image: { type: 6, file: 'photo.png' },
  file: { type: 1, file: 'report.pdf' },
  audio: { type: 2, file: 'voice.silk' },
  video: { type: 15, file: 'film.mp4' },
  location: { type: 8 },
  link: { type: 14 },
  card: { type: 9 },
  quote: { type: 7, text: '「Desk：see here」\n- - - - - - - - - - - - - - -\nseen' },
  sticker: { type: 5, file: 'smile.gif' },
};

/** What later suites ask for beside what this one does. */
type Remote = RemoteUnderTest & Readonly<Record<string, unknown>>;

/**
 * The account is at most once: a service tells of a message and asks for no answer. So "acknowledged" is what is durable, and "brought again" is
 * a puppet that tells of it once more; what nobody tells of again is a gap (`personal-interruptions.test.ts`).
 */
export async function openPersonalRemote(service: PuppetService): Promise<Remote> {
  if (!service.isRunning) await service.revive();
  await service.person({ id: 'ada', name: 'Ada' });
  await service.room({ id: ROOM, topic: 'Conformance', members: ['ada'] });
  const prefix = `${randomUUID().slice(0, 8)}/`;
  const before = (await service.delivered()).length;
  const idOf = ({ id }: RemoteMessage) => `${prefix}${id}`;
  const bring = async (payload: object, file?: { name: string; base64: string }) =>
    void (await service.message({ payload: { listenerId: 'desk', ...payload }, ...(file ? { file } : {}) }));
  const outgoing = {
    createReply: (text: string) => createReply({ partId: '1', type: 'text', fallback: text, text }),
    createReplyOf: async (type: MessagePart['type'], context: TestContext) => createReply(await createPart(type, context)),
    received: async () => (await service.delivered()).slice(before).map(({ text, name }) => name ?? text ?? ''),
    answerNext: async (answer: 'refuse' | 'later' | 'vanish') => void (await service.nextSend(answer)),
    errors: {
      'the recipient has blocked this account': 'recipient_blocked',
      'not logged in': 'retriable',
      '操作太频繁，请稍后再试': 'rate_limited',
      'contact not found': 'recipient_invalid',
      'request timed out': 'unknown',
    } as const,
    failNext: async (words: string) => void (await service.failNext(words)),
  };
  return {
    settings: { ...service.settings, ...QUICK },
    badSettings: { ...service.settings, ...QUICK, token: 'insecure_another' },
    offer: async (message) => void (await service.text({ id: idOf(message), from: message.from, text: message.text })),
    offerAgain: async (message) => void (await service.again(idOf(message))),
    offerUnknownKind: (message) => bring({ id: idOf(message), type: 99, talkerId: message.from, text: message.text }),
    offerInGroup: async (message: RemoteMessage) =>
      void (await service.text({ id: idOf(message), from: message.from, text: message.text, room: ROOM, mentions: ['desk'] })),
    offerKind: async (type: string, message: RemoteMessage) => {
      const kind = KINDS[type];
      if (kind === undefined) return false;
      const file = kind.file ? { name: kind.file, base64: Buffer.from(`bytes of ${message.id}`).toString('base64') } : undefined;
      await bring({ id: idOf(message), type: kind.type, talkerId: message.from, text: kind.text ?? '', filename: kind.file ?? '' }, file);
      return true;
    },
    cut: async () => void (await service.stopServer()),
    mend: async () => {
      await service.startServer();
      // A message that is told of before we listen again is gone: the remote has no way to say it later.
      await sleep(1_000);
    },
    acknowledged: (context) =>
      Promise.resolve(
        context.emitted
          .filter(({ type }) => type === 'message.received.v1')
          .map(({ data }) => (data as EventData<'message.received.v1'>).remoteMessageId.slice(prefix.length)),
      ),
    outgoing,
    close: () => Promise.resolve(),
  };
}

function createReply(part: MessagePart): ReplyRequested {
  return {
    ...{ commandId: randomUUID() as CommandId, inboxId: 'conformance' as InboxId, to: [{ scheme: 'wechat_contact', value: 'ada' }] },
    ...{ parts: [part], ttlMs: 60_000, onWindowClosed: 'fail', adapt: 'strict', actor: { kind: 'agent' } },
  };
}

async function createPart(type: MessagePart['type'], context: TestContext): Promise<MessagePart> {
  if (type === 'link') return { partId: '1', type, url: 'https://example.com/', title: 'An example', fallback: 'An example' };
  if (type !== 'image' && type !== 'file' && type !== 'video') throw new Error(`no reply of ${type} here`);
  const { ref, bytes } = await context.blobs.put(Buffer.from('some bytes'));
  return { partId: '1', type, fallback: `[${type}]`, media: { state: 'stored', blobRef: ref, sizeBytes: bytes, fileName: `some.${type}` } };
}

/** A remote that keeps nothing cannot offer before somebody listens: cases begin when the account is logged in. */
export function createPersonalHarness(service: () => PuppetService): ConformanceHarness {
  const factory = new PersonalConnectorFactory();
  const create: ConnectorFactory['create'] = (inbox, config) => {
    const connector: Connector = factory.create(inbox, config as never);
    const start = connector.start.bind(connector);
    connector.start = async (context) => {
      await start(context);
      const isSettled = () => (context as TestContext).reports.some(({ state }) => state === 'connected' || state === 'bad_credentials');
      for (let tries = 0; tries < 1_000 && !isSettled() && !context.signal.aborted; tries += 1) await sleep(10);
    };
    return connector;
  };
  return {
    notApplicable: {
      'the connector itself puts the bytes together': ['receiving.raw'],
      'the service signs nothing, and waits for no answer': ['receiving.forged', 'receiving.deadline'],
      'it takes messages at most once': ['receiving.durable_first', 'receiving.log_away', 'receiving.log_away_order', 'receiving.restart'],
      'the service has no such kind': ['in.choice', 'in.form', 'in.call'],
      'the service does not know a message again': ['sending.twice'],
      'it takes nothing back': ['sending.recall'],
      'a send tells all that there is to know': ['sending.receipts'],
    },
    factory: { descriptor: factory.descriptor, create } as ConnectorFactory,
    openRemote: () => openPersonalRemote(service()),
  };
}
