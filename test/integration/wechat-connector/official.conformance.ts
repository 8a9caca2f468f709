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
    notApplicable: {
      'the connector itself puts the bytes together': ['receiving.raw'],
      'the platform calls: it holds no link, and tries again in its own order': ['receiving.broken_link', 'receiving.log_away_order'],
      'it takes messages at least once': ['receiving.at_most_once'],
      'the platform has no such kind': ['in.quote', 'in.sticker', 'in.call', 'receiving.groups'],
      'the platform does not know a message again': ['sending.twice'],
      'it takes nothing back': ['sending.recall'],
      'it may not write first': ['sending.proactive'],
      'a send tells all that there is to know': ['sending.receipts'],
    },
    unshown: {
      "a file's bytes are to be had nowhere: official-media.test.ts": ['in.file'],
      'a question about progress needs a button: official.test.ts': ['in.form'],
      'sat out by the test of callbacks': ['receiving.deadline'],
    },
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
        offerForged: async () => {
          const query = new URLSearchParams({ signature: 'wrong', timestamp: String(Math.floor(Date.now() / 1_000)), nonce: '1' });
          return (await fetch(`${url}?${String(query)}`, { method: 'POST', body: '<xml/>' })).status;
        },
        offerUnknownKind: (message) => post(message, 'hologram'),
        offerKind: async (type, { id, from, text }) => {
          const [nativeType, fields] = NATIVE_KINDS[type]?.(text) ?? [null, {}];
          if (nativeType === null) return false;
          const media = MEDIA_TYPES[nativeType];
          const posting =
            media === undefined
              ? platform.say(from, nativeType, fields, { id: toMsgId(id) })
              : platform.media(from, nativeType as 'image', Buffer.from(text), media);
          void posting.then((posted) => posted.taken && taken.push(id));
          return true;
        },
        acknowledged: () => Promise.resolve(taken),
        outgoing: {
          errors: { 48002: 'recipient_blocked' },
          failNext: (code) => Promise.resolve(void (platform.desk.next = Number(code))),
          createReply: (text) => {
            platform.desk.hear('ada', 'message');
            return createReply(text);
          },
          createReplyOf: async (type, context) => {
            platform.desk.hear('ada', 'message');
            const detectedType = { image: 'image/png', audio: 'audio/amr', video: 'video/mp4' }[type as 'image'];
            const { ref: blobRef, bytes: sizeBytes, sha256 } = await context.blobs.put(Buffer.from(`bytes of ${type}`));
            const media = { state: 'stored' as const, blobRef, sizeBytes, sha256, detectedType, fileName: type };
            return createReply('', { parts: [{ partId: '1', type: type as 'image', fallback: `[${type}]`, media }] });
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

/** What a follower sends: `MsgType` and fields of the platform. */
const NATIVE_KINDS: Readonly<Record<string, (text: string) => [string, Readonly<Record<string, string>>]>> = {
  image: () => ['image', {}],
  audio: () => ['voice', {}],
  video: () => ['video', {}],
  location: (text) => ['location', { Location_X: '31.23', Location_Y: '121.47', Label: text }],
  link: (text) => ['link', { Title: text, Url: 'https://example.com/' }],
  card: (text) => ['miniprogrampage', { Title: text, AppId: 'wx1', PagePath: 'index' }],
  choice: (text) => ['text', { Content: text, bizmsgmenuid: '1' }],
};
const MEDIA_TYPES: Readonly<Record<string, string>> = { image: 'image/jpeg', voice: 'audio/amr', video: 'video/mp4' };

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
