import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hurried, PACES } from '../../simulators/call-senders/pace.js';
import { callBackTwilio, pushTccc } from '../../simulators/call-senders/senders.js';
import { startPhone, waitFor, type PhoneBench } from './phone-bench.js';

const access = { user: 'pbx', password: 'right' };
const callback = { CallSid: 'CA1', From: '+8613800138000', To: '+4930901820', Direction: 'inbound', CallStatus: 'ringing' };
const push = { SessionId: 's1', Direction: 0, Caller: '13800138000', Callee: '400', StartTimestamp: 1_772_442_000 };

let bench: PhoneBench;
beforeEach(async () => {
  bench = await startPhone({ twilio: { authToken: 'token' }, tccc: access });
});
afterEach(() => bench.stop());

describe('vendors that were not answered as they want', () => {
  it('TCCC pushes three times more under one id, and no more once it was taken', async () => {
    bench.context.setEmits('refuse');
    expect((await pushTccc(bench.door.url, access, 'cdr', push, hurried(PACES.tccc, 1))).status).toBe(503);
    expect(bench.door.statuses).toEqual([503, 503, 503, 503]);
    const answer = pushTccc(bench.door.url, access, 'cdr', push, hurried(PACES.tccc, 300));
    await waitFor('a refusal', () => bench.door.statuses.length === 5);
    bench.context.setEmits('take');
    expect(JSON.parse((await answer).body)).toMatchObject({ ErrCode: 0 });
    expect(new Set(bench.messages().map(({ id }) => id)).size).toBe(1);
  });

  it('Twilio tries once more where nothing listens, and not after a 503', async () => {
    bench.context.setEmits('refuse');
    expect((await callBackTwilio(bench.door.url, 'token', callback)).status).toBe(503);
    expect(bench.door.statuses).toEqual([503]);
    await expect(callBackTwilio('http://127.0.0.1:1', 'token', callback)).rejects.toThrow();
    bench.context.setEmits('take');
    // As an address with `#rc=5&rp=5xx,ct` asks.
    const asked = { waitsMs: [1, 1, 1, 1, 1], again: (answer: { status: number } | null) => answer === null || answer.status > 499 };
    expect((await callBackTwilio(bench.door.url, 'token', callback, asked)).status).toBe(200);
  });
});
