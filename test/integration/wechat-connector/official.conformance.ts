import { createHash, randomUUID } from 'node:crypto';
import type { ConnectorFactory, HttpConnector } from '#connector-sdk';
import { openDoor, type ConformanceHarness, type RemoteAnswer, type RemoteMessage } from '#connector-sdk/testing';
import type { CommandId, InboxId, ReplyRequested } from '#contracts';
import { SecretKey } from '#runtime';
import { OfficialConnectorFactory } from '#apps/wechat-connector/src/official.connector';
import { OfficialPlatform } from '../../simulators/wechat/official-platform.js';

const ANSWERS = { refuse: 48002, later: -1, vanish: 'cut after it arrived' } as const satisfies Record<RemoteAnswer, unknown>;

/** How the suite drives 公众号: the simulator calls the connector through the host's own door. */
export function createOfficialHarness(mode: 'safe' | 'plain' = 'safe'): ConformanceHarness {
  const made = new OfficialConnectorFactory(
    { deskSettings: { language: 'en' } } as never,
    new SecretKey('a secret of the tests, long enough'),
  );
  let current: HttpConnector | null = null;
  const door: HttpConnector = {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    answer: (request) => (current === null ? Promise.reject(new Error('no connector yet')) : current.answer(request)),
  };
  return {
    factory: {
      descriptor: made.descriptor,
      create: (inbox, config) => (current = made.create(inbox, config as never)),
    } as ConnectorFactory,
    // Kinds are shown by the tests of converting and sending.
    unshown: [
      ...['image', 'file', 'audio', 'video', 'location', 'link', 'card', 'choice', 'form'].map((type) => `in.${type}`),
      ...['image', 'file', 'audio', 'video', 'location', 'link', 'card', 'choice'].map((type) => `out.${type}`),
      'deadline',
    ],
    openRemote: async () => {
      const platform = await OfficialPlatform.open({ mode });
      const { url, close } = await openDoor(door, { capabilities: { ackDeadlineMs: 5_000 } });
      platform.callbacks.url = url;
      const taken: string[] = [];
      /** One follower's messages follow each other; the followers do not wait for one another. */
      const lines = new Map<string, Promise<unknown>>();
      const post = ({ id, from, text }: RemoteMessage, type = 'text') => {
        const fields = type === 'text' ? { Content: text } : {};
        const posting = (lines.get(from) ?? Promise.resolve()).then(async () => {
          const posted = await platform.say(from, type, fields, { id: toMsgId(id) });
          if (posted.taken) taken.push(id);
        });
        lines.set(from, posting);
        return Promise.resolve();
      };
      return {
        settings: platform.settings,
        badSettings: { ...platform.settings, appSecret: 'wrong' },
        offer: (message) => post(message),
        offerAgain: (message) => post(message),
        offerUnknownKind: (message) => post(message, 'hologram'),
        acknowledged: () => Promise.resolve(taken),
        outgoing: {
          createReply: (text) => {
            platform.desk.hear('ada', 'message');
            return createReply(text);
          },
          received: () => Promise.resolve(platform.desk.arrived.map((message) => message.text ?? '')),
          answerNext: (answer) => {
            platform.desk.next = ANSWERS[answer];
            return Promise.resolve();
          },
        },
        close: async () => {
          await Promise.all([platform.close(), close()]);
        },
      };
    },
  };
}

export function createReply(text: string, more: Partial<ReplyRequested> = {}): ReplyRequested {
  return {
    commandId: randomUUID() as CommandId,
    inboxId: 'conformance' as InboxId,
    to: [{ scheme: 'wechat_openid', value: 'ada' }],
    parts: [{ partId: '1', type: 'text', fallback: text, text }],
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'strict',
    actor: { kind: 'agent' },
    channelContext: { openid: 'ada', heardAt: new Date().toISOString() },
    ...more,
  };
}

/** The platform's ids are numbers of 64 bits. */
function toMsgId(id: string): string {
  return String(createHash('sha256').update(id).digest().readBigUInt64BE() >> 1n);
}
