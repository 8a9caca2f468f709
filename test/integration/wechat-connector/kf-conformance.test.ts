import { describe, it } from '@jest/globals';
import type { Connector, ConnectorFactory } from '#connector-sdk';
import { type ConformanceHarness, createConformanceCases, type RemoteMessage } from '#connector-sdk/testing';
import { KfConnectorFactory } from '../../../apps/wechat-connector/src/kf.connector.js';
import { WecomSimulator } from '../../simulators/wecom/wecom-simulator.js';
import { createKfReply, OPEN_KF_ID, ring, SECRET, toKfSettings } from './kf-bench.js';

let current: Connector | null = null;
const inner = new KfConnectorFactory(SECRET);
const factory: ConnectorFactory = {
  descriptor: inner.descriptor as ConnectorFactory['descriptor'],
  create: (inbox, config) => (current = inner.create(inbox, config as never)),
};

const harness: ConformanceHarness = {
  // Kinds are shown by the tests of converting and sending.
  unshown: [
    ...['image', 'file', 'audio', 'video', 'location', 'link', 'card', 'choice', 'form'].map((type) => `in.${type}`),
    ...['image', 'file', 'audio', 'video', 'location', 'link', 'card', 'choice'].map((type) => `out.${type}`),
    'receipts.failed',
    'groups',
    'deadline',
  ],
  factory,
  openRemote: async () => {
    const wecom = await WecomSimulator.start();
    const account = wecom.account(OPEN_KF_ID);
    // Whoever is answered has written before.
    account.customer('wmAda').wroteAt = Date.now() - 3_600_000;
    const connector = () => current!;
    const write = async ({ id, from, text }: RemoteMessage, msgtype = 'text') => {
      account.write(from === 'ada' ? 'wmAda' : `wm${from}`, msgtype, { content: text }, { msgid: id });
      await ring(connector(), wecom, account).catch(() => undefined);
    };
    return {
      settings: toKfSettings(wecom),
      badSettings: toKfSettings(wecom, { secret: 'another' }),
      offer: (message) => write(message),
      offerAgain: async () => void (await ring(connector(), wecom, account).catch(() => undefined)),
      offerUnknownKind: (message) => write(message, 'hologram'),
      acknowledged: async (context) => account.idsUpTo(await context.state.get<string>('cursor')),
      outgoing: {
        createReply: (text) =>
          createKfReply(text, { channelContext: { externalUserId: 'wmAda', openKfId: OPEN_KF_ID, writtenAt: new Date().toISOString() } }),
        received: () => Promise.resolve(account.customer('wmAda').received.map(({ content }) => String(content['content']))),
        recalled: () => Promise.resolve(account.recalled.map(({ content }) => String(content['content']))),
        answerNext: (answer) => {
          if (answer === 'refuse') wecom.mishap('/cgi-bin/kf/send_msg', { kind: 'refuse', errcode: 95002 });
          if (answer === 'later') wecom.mishap('/cgi-bin/kf/send_msg', { kind: 'refuse', errcode: 45009 });
          // For as long as the reply is tried: its `msgid` makes each try harmless.
          if (answer === 'vanish') wecom.mishap('/cgi-bin/kf/send_msg', ...Array(3).fill({ kind: 'lost_answer' }));
          return Promise.resolve();
        },
      },
      close: () => wecom.close(),
    };
  },
  readTextOf: (data) => data.newText,
};

describe('a 微信客服 inbox', () => {
  for (const { name, run } of createConformanceCases(harness)) it(name, run);
});
