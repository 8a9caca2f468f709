import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { ConnectorFactory } from '#connector-sdk';
import { createConformanceCases, type ConformanceHarness, type RemoteMessage, type RemoteUnderTest } from '#connector-sdk/testing';
import type { CommandId, EventData, InboxId } from '#contracts';
import { PersonalConnectorFactory } from '../../../apps/wechat-connector/src/personal.connector.js';
import { PuppetService } from '../../support/services/puppet.js';
import { QUICK } from './personal-bench.js';

let service: PuppetService;
let remotes = 0;

/**
 * The account is at most once: the service tells of a message and asks for no answer. So "acknowledged" is what is durable, and "brought again"
 * is a puppet that tells of it once more; what nobody tells of again is a gap (`personal-interruptions.test.ts`).
 */
async function openRemote(): Promise<RemoteUnderTest> {
  if (!service.isRunning) await service.revive();
  const prefix = `${(remotes += 1)}-${randomUUID().slice(0, 8)}/`;
  const before = (await service.delivered()).length;
  const idOf = ({ id }: RemoteMessage) => `${prefix}${id}`;
  await service.person({ id: 'ada', name: 'Ada' });
  return {
    settings: { ...service.settings, ...QUICK },
    badSettings: { ...service.settings, ...QUICK, token: 'insecure_another' },
    offer: async (message) => void (await service.text({ id: idOf(message), from: message.from, text: message.text })),
    offerAgain: async (message) => void (await service.again(idOf(message))),
    offerUnknownKind: async (message) =>
      void (await service.message({
        payload: { id: idOf(message), type: 99, talkerId: message.from, listenerId: 'desk', text: message.text },
      })),
    acknowledged: (context) =>
      Promise.resolve(
        context.emitted
          .filter(({ type }) => type === 'message.received.v1')
          .map(({ data }) => (data as EventData<'message.received.v1'>).remoteMessageId.slice(prefix.length)),
      ),
    outgoing: {
      createReply: (text) => ({
        ...{ commandId: randomUUID() as CommandId, inboxId: 'conformance' as InboxId, to: [{ scheme: 'wechat_contact', value: 'ada' }] },
        ...{ parts: [{ partId: '1', type: 'text', fallback: text, text }], ttlMs: 60_000, onWindowClosed: 'fail', adapt: 'strict' },
        actor: { kind: 'agent' },
      }),
      received: async () => (await service.delivered()).slice(before).map(({ text }) => text ?? ''),
      answerNext: async (answer) => void (await service.nextSend(answer)),
    },
    close: () => Promise.resolve(),
  };
}

const harness: ConformanceHarness = { factory: new PersonalConnectorFactory() as ConnectorFactory, openRemote };

describe('a personal account as a connector', () => {
  beforeAll(async () => {
    service = await PuppetService.start();
  });
  afterAll(() => service.kill());
  for (const { name, run } of createConformanceCases(harness)) it(name, run);
});
