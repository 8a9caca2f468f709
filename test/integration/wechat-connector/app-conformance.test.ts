import { describe, it } from '@jest/globals';
import type { Connector, ConnectorFactory } from '#connector-sdk';
import { type ConformanceHarness, createConformanceCases, type RemoteMessage } from '#connector-sdk/testing';
import { WecomAppConnectorFactory } from '../../../apps/wechat-connector/src/wecom-app.connector.js';
import { WecomSimulator } from '../../simulators/wecom/wecom-simulator.js';
import { call, createAppReply, toAppSettings, toMessageXml } from './app-bench.js';
import { SECRET } from './kf-bench.js';

let current: Connector | null = null;
const inner = new WecomAppConnectorFactory(SECRET);
const factory: ConnectorFactory = {
  descriptor: inner.descriptor as ConnectorFactory['descriptor'],
  create: (inbox, config) => (current = inner.create(inbox, config as never)),
};

/** The platform calls one after the other, and again where it was not answered 200. */
function createPlatform(wecom: WecomSimulator) {
  const answered: string[] = [];
  let calls: Promise<unknown> = Promise.resolve();
  return {
    answered,
    bring: ({ id, from, text }: RemoteMessage, msgType = 'text') => {
      const xml = toMessageXml(wecom, from, msgType, `<Content><![CDATA[${text}]]></Content>`, id);
      calls = calls
        .then(() => call(current!, wecom, xml))
        .then(
          ({ status }) => status === 200 && answered.push(id),
          () => undefined,
        );
    },
  };
}

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
    wecom.app.members.add('ada');
    const { answered, bring } = createPlatform(wecom);
    return {
      settings: toAppSettings(wecom),
      badSettings: toAppSettings(wecom, { secret: 'another' }),
      offer: (message) => Promise.resolve(bring(message)),
      offerAgain: (message) => Promise.resolve(bring(message)),
      offerUnknownKind: (message) => Promise.resolve(bring(message, 'hologram')),
      acknowledged: () => Promise.resolve(answered),
      outgoing: {
        createReply: (text) => createAppReply(text),
        received: () => Promise.resolve(wecom.app.delivered.map(({ content }) => String(content['content']))),
        recalled: () =>
          Promise.resolve(wecom.app.delivered.filter(({ recalled }) => recalled).map(({ content }) => String(content['content']))),
        answerNext: (answer) => {
          if (answer === 'refuse') wecom.mishap('/cgi-bin/message/send', { kind: 'refuse', errcode: 60111 });
          if (answer === 'later') wecom.mishap('/cgi-bin/message/send', { kind: 'refuse', errcode: 45009 });
          if (answer === 'vanish') wecom.mishap('/cgi-bin/message/send', { kind: 'lost_answer' });
          return Promise.resolve();
        },
      },
      close: () => wecom.close(),
    };
  },
};

describe('an inbox of a WeCom app', () => {
  for (const { name, run } of createConformanceCases(harness)) it(name, run);
});
