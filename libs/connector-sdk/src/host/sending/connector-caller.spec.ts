import { describe, expect, it } from '@jest/globals';
import type { Capabilities } from '#contracts';
import { ManualClock, PermanentError, silentLogger } from '#runtime';
import type { Connector, SendAttempt, SendingConnector, SendResult } from '../../connector.js';
import { createPigeonReply } from '../../testing/sample/pigeon.conformance.js';
import { ConnectorCaller } from './connector-caller.js';
import { NotSent, toDeliveries } from './delivery-records.js';

const refused = { code: 'no', category: 'recipient_invalid', permanent: true, message: 'No.', hint: 'Ask.' } as const;
const refusal: SendResult = { status: 'failed', error: refused };

/** What an attempt is told as; null: this inbox only receives. */
async function attempt(send: ((attempt: SendAttempt) => Promise<SendResult>) | null) {
  const connector = send === null ? null : ({ send: (_reply: unknown, at: SendAttempt) => send(at) } as unknown as SendingConnector);
  const outlet = {
    capabilities: {} as Capabilities,
    connector,
    instance: connector as Connector,
    run: <T>(work: () => Promise<T>) => work(),
  };
  const clock = new ManualClock();
  const caller = new ConnectorCaller({ apply: () => Promise.resolve(true) }, () => outlet, clock, 1_000, silentLogger);
  const tried = { reply: createPigeonReply('hi'), key: 'k', attempt: 1, at: clock.now() };
  const outcome = await caller.attempt(tried);
  if (outcome instanceof NotSent) throw new Error('not sent');
  return toDeliveries(tried, outcome).map(({ status, evidence }) => `${status}: ${evidence}`);
}

describe('evidence of an attempt', () => {
  it.each([
    ['the remote said no', async (at: SendAttempt) => (await at.markSending(), refusal), 'failed: provider_ack'],
    ['the connector said no before it asked anybody', () => Promise.resolve(refusal), 'failed: none'],
    ['it threw before it asked anybody', () => Promise.reject(new PermanentError('too long', { code: 'too_long' })), 'failed: none'],
    ['nobody could be asked', null, 'failed: none'],
    ['the remote took it', async (at: SendAttempt) => (await at.markSending(), { status: 'sent' }), 'sent: provider_ack'],
    ['nobody knows', async (at: SendAttempt) => (await at.markSending(), Promise.reject(new Error('closed'))), 'unknown: none'],
  ] as [string, Parameters<typeof attempt>[0], string][])('where %s', async (_name, send, told) => {
    expect(await attempt(send)).toEqual([told]);
  });
});
