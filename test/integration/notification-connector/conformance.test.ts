import { randomUUID } from 'node:crypto';
import { describe, it } from '@jest/globals';
import { createConformanceCases, type ConformanceHarness } from '#connector-sdk/testing';
import type { CommandId, InboxId, ReplyRequested } from '#contracts';
import {
  PushFactory,
  RobotFactory,
  SignedHttpFactory,
  SmsFactory,
} from '../../../apps/notification-connector/src/notification.connector.js';
import { NotificationSimulator } from '../../simulators/notification/notification-simulator.js';
import { ACCOUNT } from '../../simulators/notification/providers.js';

const createReply =
  (scheme: string, value: string) =>
  (text: string): ReplyRequested => ({
    commandId: randomUUID() as CommandId,
    inboxId: 'conformance' as InboxId,
    to: [{ scheme, value }],
    parts: [{ partId: '1', type: 'text', fallback: text, text }],
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'degrade',
    actor: { kind: 'agent' },
  });

function toLink(reply: ReplyRequested): ReplyRequested {
  const url = 'https://desk.example/t/1';
  return { ...reply, parts: [{ partId: '1', type: 'link', url, fallback: url }] };
}

const phone = createReply('phone', '+8613800138000');
const robot = (kind: string) => (url: string) => ({ robot: kind, urlSecret: url, secret: ACCOUNT.robotSecret });

const PROVIDERS: [string, unknown, (url: string) => object, (text: string) => ReplyRequested][] = [
  [
    'twilio',
    new SmsFactory(),
    (baseUrl) => ({ gateway: 'twilio', baseUrl, accountSid: ACCOUNT.twilioSid, authToken: ACCOUNT.twilioToken, from: '+15005550006' }),
    phone,
  ],
  [
    'aliyun',
    new SmsFactory(),
    (baseUrl) => ({
      ...{ gateway: 'aliyun', baseUrl, accessKeyId: ACCOUNT.aliyunId, accessKeySecret: ACCOUNT.aliyunSecret, signName: '示例' },
      approved: { default: { code: 'SMS_1', params: ['text'] } },
    }),
    phone,
  ],
  [
    'jpush',
    new PushFactory(),
    (baseUrl) => ({ baseUrl, appKey: ACCOUNT.jpushKey, masterSecret: ACCOUNT.jpushSecret }),
    createReply('user', 'u-1'),
  ],
  ['dingtalk', new RobotFactory(), robot('dingtalk'), phone],
  ['wecom', new RobotFactory(), robot('wecom'), phone],
  ['feishu', new RobotFactory(), robot('feishu'), phone],
  ['http', new SignedHttpFactory(), (url) => ({ url, secret: ACCOUNT.httpSecret }), phone],
];

/** Whose reports come to a door of ours. */
const REPORTING = new Set(['twilio', 'aliyun', 'http']);

describe.each(PROVIDERS)('conformance of %s', (name, factory, settingsOf, reply) => {
  const harness: ConformanceHarness = {
    notApplicable: {
      'it only sends': ['receiving.*', 'in.*', 'running.stop_while_log_waits'],
      'a key shows as wrong when it is used': ['running.bad_credentials'],
      'gateways have more errors than a harness: sending.test.ts': ['sending.errors'],
      ...(name === 'http' ? {} : { 'gateways do not know a message again': ['sending.twice'] }),
      'it takes nothing back': ['sending.recall'],
      'a reply has at most as many parts': ['sending.parts_limit'],
      ...(REPORTING.has(name) ? {} : { 'a send tells all that there is to know': ['sending.receipts'] }),
    },
    unshown: REPORTING.has(name) ? { 'reports come to the door: sending.test.ts': ['receipts.delivered', 'receipts.failed'] } : {},
    factory: factory as ConformanceHarness['factory'],
    openRemote: async () => {
      const simulator = await NotificationSimulator.start();
      return {
        settings: { ...settingsOf(simulator.urlOf(name)), timeoutMs: 2_000 },
        outgoing: {
          createReply: reply,
          createReplyOf: () => Promise.resolve(toLink(reply('https://desk.example/t/1'))),
          received: () => Promise.resolve(simulator.said.map(({ text }) => text)),
          answerNext: (mood) => Promise.resolve(simulator.answerNext(mood)),
        },
        close: () => simulator.stop(),
      };
    },
  };
  for (const { name: title, run } of createConformanceCases(harness)) it(title, run);
});
