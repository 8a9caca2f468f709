import type { CommandId, InboxId, MessagePart, ReplyRequested } from '@tributary/connector-sdk/contracts';
import type { ConformanceHarness, OutgoingUnderTest, RemoteMessage, RemoteUnderTest, TestContext } from '@tributary/connector-sdk/testing';
import { randomUUID } from 'node:crypto';
import { connectorFactory } from '../src/index.js';
import { DingtalkSimulator, type SimulatedError } from './simulator/dingtalk-simulator.js';
import type { Said } from './simulator/robot-messages.js';

const KINDS: Partial<Record<MessagePart['type'], string>> = { image: 'richText', audio: 'audio', video: 'video', file: 'file' };

export interface Variant {
  readonly mode: 'http' | 'stream';
  readonly replyBy: 'session' | 'api';
}

export function createHarness({ mode, replyBy }: Variant): ConformanceHarness {
  return {
    factory: connectorFactory as unknown as ConformanceHarness['factory'],
    notApplicable: {
      ...(mode === 'http'
        ? { 'it holds no link: the remote calls, and tries again in its own order': ['receiving.broken_link', 'receiving.log_away_order'] }
        : { 'the stream signs nothing, and waits for no answer': ['receiving.forged', 'receiving.deadline'] }),
      ...(replyBy === 'api'
        ? {}
        : { 'the webhook of a message takes nothing back, and tells nothing later': ['sending.recall', 'sending.receipts'] }),
      'it takes messages at least once': ['receiving.at_most_once'],
      'the remote has no such kind': [
        ...['in.location', 'in.link', 'in.card', 'in.choice', 'in.form', 'in.quote', 'in.sticker', 'in.call'],
      ],
      'the remote does not know a message again': ['sending.twice'],
    },
    openRemote: async () => {
      const remote = await new DingtalkSimulator().open();
      const settings = { ...remote.settings, mode, replyBy, lookEveryMs: 20 };
      const way = mode === 'http' ? byCallback(remote) : byStream(remote);
      const bring = (message: RemoteMessage, more: Partial<Said> = {}) => Promise.resolve(way.bring({ ...message, ...more }));
      return {
        settings,
        badSettings: { ...settings, appSecret: 'another' },
        offer: (message) => bring(message),
        offerAgain: (message) => bring(message),
        offerUnknownKind: (message) => bring(message, { msgtype: 'hologram' }),
        offerKind: async (type, message) => {
          const msgtype = KINDS[type];
          if (msgtype !== undefined) await bring(message, { msgtype });
          return msgtype !== undefined;
        },
        offerInGroup: (message) => bring(message, { group: 'cid-of-a-group' }),
        outgoing: createOutgoing(remote, replyBy),
        close: () => remote.close(),
        ...way.members,
      };
    },
  };
}

interface Way {
  bring(said: Said): void;
  readonly members: Pick<RemoteUnderTest, 'acknowledged' | 'sentBytes'> & Partial<RemoteUnderTest>;
}

function byCallback(remote: DingtalkSimulator): Way {
  return {
    bring: (said) => remote.post(said),
    members: {
      reach: (url) => void (remote.callbackUrl = url),
      answerWithinMs: 5_000,
      offerForged: (message) => remote.postNow(message, { secret: 'another' }),
      acknowledged: () => Promise.resolve(remote.taken),
      sentBytes: (id) => remote.posted.get(id)!,
    },
  };
}

function byStream(remote: DingtalkSimulator): Way {
  const { stream } = remote;
  return {
    bring: (said) => remote.push(said),
    members: {
      acknowledged: () => Promise.resolve(stream.acknowledged),
      sentBytes: (id) => stream.frames.get(id)!,
      cut: () => Promise.resolve(stream.cut()),
      mend: () => Promise.resolve(stream.mend()),
    },
  };
}

function createOutgoing(remote: DingtalkSimulator, replyBy: Variant['replyBy']): OutgoingUnderTest {
  const bySession = replyBy === 'session';
  const set = (error: SimulatedError | 'vanish') => Promise.resolve(void (remote.next = error));
  const codes = bySession ? { refuse: '310000', later: '130101' } : { refuse: 'staffId.notExisted', later: 'flowControlled' };
  const channelContext = bySession
    ? { webhook: { url: `http://${remote.host}/robot/sendBySession?session=ada`, until: Date.now() + 3_600_000 } }
    : {};
  return {
    createReply: (text) => createReply(text, channelContext),
    createReplyOf: async (type, { blobs }) => {
      const [fileName, declaredType] = type === 'image' ? ['shot.png', 'image/png'] : ['bill.pdf', 'application/pdf'];
      return createReply('', channelContext, { parts: [await storeFile(blobs, fileName, declaredType)] });
    },
    received: () => Promise.resolve(remote.received.map(({ text }) => text)),
    ...(bySession ? {} : { recalled: () => Promise.resolve(remote.recalled) }),
    answerNext: (answer) => set(answer === 'vanish' ? 'vanish' : { status: 400, code: codes[answer] }),
    errors: bySession
      ? { '300001': 'window_closed', '310000': 'content_rejected', '460101': 'too_large', '-1': 'retriable', '130101': 'retriable' }
      : {
          'staffId.notExisted': 'recipient_invalid',
          'robot.notInGroup': 'recipient_blocked',
          'Forbidden.AccessDenied.AccessTokenPermissionDenied': 'auth',
          'Forbidden.AccessDenied.QpsLimitForApi': 'retriable',
        },
    failNext: (code) => set({ status: 400, code }),
    ...(bySession ? {} : { report: (_receipt, id) => Promise.resolve(void remote.read.add(id!)) }),
  };
}

/** A part whose bytes are in the store: a picture or a file, as its type says. */
export async function storeFile(blobs: TestContext['blobs'], fileName: string, declaredType: string, content = fileName) {
  const { ref: blobRef, bytes: sizeBytes } = await blobs.put(Buffer.from(content));
  const type = declaredType.startsWith('image/') ? ('image' as const) : ('file' as const);
  return {
    partId: fileName,
    type,
    fallback: `[${fileName}]`,
    media: { state: 'stored' as const, blobRef, sizeBytes, fileName, declaredType },
  };
}

export function createReply(text: string, channelContext: object = {}, more: Partial<ReplyRequested> = {}): ReplyRequested {
  return {
    commandId: randomUUID() as CommandId,
    inboxId: 'conformance' as InboxId,
    to: [{ scheme: 'dingtalk_staff', value: 'ada' }],
    parts: [{ partId: '1', type: 'text', fallback: text, text }],
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'strict',
    actor: { kind: 'agent' },
    channelContext,
    ...more,
  };
}
