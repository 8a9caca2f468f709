import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { postTccc, postTwilio, postWebhook } from '../../simulators/call-senders/senders.js';
import { startPhone, type PhoneBench } from './phone-bench.js';

const access = { user: 'pbx', password: 'right' };
const SECRET = `whsec_${Buffer.from('a secret of the webhook').toString('base64')}`;

let bench: PhoneBench;
beforeEach(async () => {
  bench = await startPhone({ twilio: { authToken: 'token' }, tccc: access, webhook: { secret: SECRET } });
});
afterEach(() => bench.stop());

/** The first state names nobody, the last one the caller: ticketing takes over who is named later. */
function expectLearned(subject: string): void {
  const [first, ...more] = bench.messages();
  expect(first).toMatchObject({ revision: 1, sender: { identities: [{ scheme: 'phone_hidden', assurance: 'anonymous' }] } });
  expect(more.at(-1)).toMatchObject({
    remoteMessageId: first!.remoteMessageId,
    sender: { identities: [{ scheme: 'phone', value: '+8613800138000', assurance: 'claimed' }] },
    threading: { subject },
  });
}

describe('a caller whose number is told after the first word of his call', () => {
  it('is named by the cdr that TCCC pushes after the recording', async () => {
    await postTccc(bench.door.url, access, 'record', { SessionId: 's2', RecordId: 'r', RecordURL: 'https://api.example/r.mp3' });
    const cdr = { SessionId: 's2', Direction: 0, Caller: '13800138000', Callee: '4001234567', StartTimestamp: 1_772_442_000 };
    await postTccc(bench.door.url, access, 'cdr', { ...cdr, AcceptTimestamp: 1_772_442_003, EndedTimestamp: 1_772_442_020 });
    expectLearned('Call from 13800138000 to 4001234567');
  });

  it('is named by his own leg, where Twilio told of the one that was dialled for him first', async () => {
    const child = { CallSid: 'CA2', ParentCallSid: 'CA1', From: '+4930901820', To: 'client:alice', CallStatus: 'ringing' };
    await postTwilio(bench.door.url, 'token', child);
    const own = { CallSid: 'CA1', From: '+8613800138000', To: '+4930901820', Direction: 'inbound', CallStatus: 'in-progress' };
    await postTwilio(bench.door.url, 'token', own);
    expectLearned('Call from +8613800138000 to +4930901820');
  });

  it('is named by the call, where the agent’s notes came first', async () => {
    await postWebhook(bench.door.url, SECRET, { type: 'call.notes', callId: 'n1', notes: { problem: 'no picture' } });
    await postWebhook(bench.door.url, SECRET, { callId: 'n1', caller: '13800138000', callee: '400', startedAt: '2026-03-02T09:00:00Z' });
    expectLearned('Call from 13800138000 to 400');
  });
});
