import type { CommandId, InboxId, MessagePart, ReplyRequested } from '@tributary/connector-sdk/contracts';
import type { ConformanceHarness, RemoteMessage } from '@tributary/connector-sdk/testing';
import { randomUUID } from 'node:crypto';
import { connectorFactory } from '../src/index.js';
import { WeiboSimulator, type Said } from './simulator/weibo-simulator.js';

const KINDS: Partial<Record<MessagePart['type'], Partial<Said>>> = {
  image: { type: 'image', data: '{"vfid": 821804459, "tovfid": 821804469}' },
  audio: { type: 'voice', data: '{"vfid": 821804459, "tovfid": 821804469}' },
  location: { type: 'position', data: '{"longitude": "116.308586", "latitude": "39.982525"}' },
};
/** Uids have no letters. */
const UIDS: Readonly<Record<string, string>> = { ada: '1812740000000000001', grace: '1812740000000000002' };

export function createHarness(): ConformanceHarness {
  return {
    factory: connectorFactory as unknown as ConformanceHarness['factory'],
    notApplicable: {
      'it holds no link: the remote calls, and tries again in its own order': ['receiving.broken_link', 'receiving.log_away_order'],
      'it takes messages at least once': ['receiving.at_most_once'],
      'the remote has no such kind': [
        ...['in.file', 'in.video', 'in.link', 'in.card', 'in.choice', 'in.form', 'in.quote', 'in.sticker', 'in.call'],
        'receiving.groups',
      ],
      'it sends text alone': ['sending.kinds'],
      'the remote does not know a message again, and takes none back': ['sending.twice', 'sending.recall'],
      'a reply has at most as many parts': ['sending.parts_limit'],
      'it may not write first': ['sending.proactive'],
      'a send tells all that there is to know': ['sending.receipts'],
    },
    openRemote: async () => {
      const remote = await new WeiboSimulator().open();
      const { settings } = remote;
      const bring = ({ id, from, text }: RemoteMessage, more: Partial<Said> = {}) =>
        Promise.resolve(remote.post({ id, from: UIDS[from] ?? from, text, ...more }));
      return {
        settings,
        badSettings: { ...settings, accessToken: 'another' },
        reach: (url) => void (remote.callbackUrl = url),
        answerWithinMs: 5_000,
        offer: (message) => bring(message),
        offerAgain: (message) => bring(message),
        offerUnknownKind: (message) => bring(message, { type: 'hologram' }),
        offerKind: async (type, message) => {
          const kind = KINDS[type];
          if (kind !== undefined) await bring(message, kind);
          return kind !== undefined;
        },
        offerForged: ({ id, text }) => remote.postNow({ id, from: '1', text }, { secret: 'another' }),
        acknowledged: () => Promise.resolve(remote.taken),
        sentBytes: (id) => remote.posted.get(id)!,
        outgoing: {
          createReply,
          received: () => Promise.resolve(remote.received.map(({ text }) => text)),
          answerNext: (answer) => Promise.resolve(void (remote.next = { refuse: '20018', later: '10023', vanish: 'vanish' }[answer])),
          errors: { '21327': 'auth', '10014': 'misconfigured', '20003': 'recipient_invalid', '20012': 'too_large', '10024': 'retriable' },
          failNext: (code) => Promise.resolve(void (remote.next = code)),
        },
        close: () => remote.close(),
      };
    },
  };
}

export function createReply(text: string, context: object = {}, more: Partial<ReplyRequested> = {}): ReplyRequested {
  return {
    commandId: randomUUID() as CommandId,
    inboxId: 'conformance' as InboxId,
    to: [{ scheme: 'weibo_uid', value: UIDS['ada']! }],
    parts: [{ partId: '1', type: 'text', fallback: text, text }],
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'strict',
    actor: { kind: 'agent' },
    channelContext: { userId: UIDS['ada'], messageId: 'h:1', until: Date.now() + 3_600_000, once: false, ...context },
    ...more,
  };
}
