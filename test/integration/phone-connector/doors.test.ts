import { afterEach, describe, expect, it } from '@jest/globals';
import { hurried, PACES, untilTaken } from '../../simulators/call-senders/pace.js';
import { postJsonCdr, postTccc, postTwilio, postWebhook } from '../../simulators/call-senders/senders.js';
import { callOf, startPhone, waitFor, type PhoneBench } from './phone-bench.js';

const access = { user: 'pbx', password: 'right' };
const SECRET = `whsec_${Buffer.from('a secret of the webhook').toString('base64')}`;
const settings = {
  freeswitch: access,
  twilio: { authToken: 'token' },
  tccc: access,
  webhook: { secret: [SECRET, `whsec_${Buffer.from('an older one').toString('base64')}`] },
  ivr: { labels: { 3: 'system fault' }, urgent: ['3', '5', '7'] },
};

let bench: PhoneBench;
afterEach(() => bench.stop());
const start = async (more: object = {}) => (bench = await startPhone({ ...settings, ...more }));

const cdr = (uuid: string, variables: object = {}) => ({
  variables: {
    uuid,
    direction: 'inbound',
    start_uepoch: '1772442000000000',
    answer_uepoch: '1772442002000000',
    end_uepoch: '1772442012000000',
    mduration: '12000',
    billmsec: '10000',
    hangup_cause: 'NORMAL_CLEARING',
    ...variables,
  },
  callflow: [{ caller_profile: { caller_id_number: '13800138000', destination_number: '400' } }],
});

describe('the door of FreeSWITCH', () => {
  it('takes both legs of a call as one entry, whatever they are packed in, and no stranger', async () => {
    await start();
    expect((await postJsonCdr(bench.door.url, { ...access, password: 'wrong' }, cdr('a'))).status).toBe(401);
    expect(bench.door.refusals).toEqual(['wrong_password']);
    expect(
      (await postJsonCdr(bench.door.url, access, cdr('b', { originating_leg_uuid: 'a', direction: 'outbound' }), 'base64')).status,
    ).toBe(200);
    expect((await postJsonCdr(bench.door.url, access, cdr('a'), 'form')).status).toBe(200);
    const [first, second, ...none] = bench.messages();
    expect(none).toEqual([]);
    expect([first!.revision, second!.revision]).toEqual([1, 2]);
    expect(second).toMatchObject({
      remoteMessageId: 'a',
      sender: { identities: [{ scheme: 'phone', value: '+8613800138000', assurance: 'claimed' }] },
    });
    expect(callOf(second)).toMatchObject({ outcome: 'answered', talkMs: 10_000, legs: [{ side: 'b' }, { side: 'a' }] });
  });

  it('says 503 while the log is away, and the second try is the same call', async () => {
    await start();
    bench.context.setEmits('refuse');
    const answer = untilTaken(() => postJsonCdr(bench.door.url, access, cdr('c')), hurried(PACES.freeswitch, 300));
    await waitFor('a refusal', () => bench.door.statuses.includes(503));
    bench.context.setEmits('take');
    expect((await answer).status).toBe(200);
    expect(new Set(bench.context.offered.map(({ data }) => data.id)).size).toBe(1);
    expect(bench.messages().map(({ revision }) => revision)).toEqual([1]);
  });

  it('refuses what is no record', async () => {
    await start();
    const answer = await fetch(`${bench.door.url}/freeswitch`, {
      method: 'POST',
      body: '<cdr/>',
      headers: { authorization: `Basic ${Buffer.from('pbx:right').toString('base64')}` },
    });
    expect(answer.status).toBe(400);
  });
});

describe('the door of Twilio', () => {
  const fields = (CallStatus: string, more: object = {}) => ({
    CallSid: 'CA1',
    From: '+8613800138000',
    To: '+4930901820',
    Direction: 'inbound',
    CallStatus,
    Timestamp: 'Mon, 02 Mar 2026 09:00:00 +0000',
    ...more,
  });

  it('shows a call as it rings, is answered, ends and is recorded', async () => {
    await start({ longCallMs: 0 });
    for (const [status, more] of [
      ['ringing', {}],
      ['in-progress', {}],
      ['completed', { CallDuration: '30', Timestamp: 'Mon, 02 Mar 2026 09:00:40 +0000' }],
    ] as const)
      expect((await postTwilio(bench.door.url, 'token', fields(status, more))).status).toBe(200);
    expect(
      (
        await postTwilio(
          bench.door.url,
          'token',
          { CallSid: 'CA1', RecordingSid: 'RE1', RecordingUrl: 'https://api.example/RE1', RecordingDuration: '30' },
          'json',
        )
      ).status,
    ).toBe(200);
    const calls = bench.messages().map(callOf);
    expect(calls.slice(0, 3).map(({ outcome, answeredAt }) => [outcome, answeredAt])).toEqual([
      [undefined, undefined],
      [undefined, '2026-03-02T09:00:00.000Z'],
      ['answered', '2026-03-02T09:00:10.000Z'],
    ]);
    expect(calls[0]).not.toHaveProperty('endedAt');
    // Nobody said where recordings may be fetched from.
    await waitFor('the end of the recording', () =>
      bench.messages().some((message) => callOf(message).recordings[0]?.state === 'rejected'),
    );
  });

  it('lets nobody else in', async () => {
    await start();
    expect((await postTwilio(bench.door.url, 'other', fields('ringing'))).status).toBe(401);
    expect((await postTwilio(bench.door.url, 'other', fields('ringing'), 'json')).status).toBe(401);
    expect(bench.door.refusals).toEqual(['wrong_signature', 'wrong_signature']);
    expect(bench.messages()).toEqual([]);
  });
});

describe('the door of TCCC', () => {
  it('takes each push once, answers ErrCode 0, and keeps what it does not know', async () => {
    await start();
    const push = {
      SessionId: 's1',
      Direction: 0,
      Caller: '13800138000',
      Callee: '4001234567',
      StartTimestamp: 1_772_442_000,
      EndedTimestamp: 1_772_442_020,
      EndStatusString: 'ringingGiveUp',
      IVRKeyPressed: ['3-'],
    };
    const answers = [
      await postTccc(bench.door.url, access, 'cdr', push, 'p1'),
      await postTccc(bench.door.url, access, 'cdr', { ...push, Again: 1 }, 'p1'),
    ];
    expect(answers.map(({ body }) => JSON.parse(body))).toMatchObject([{ ErrCode: 0 }, { ErrCode: 0 }]);
    expect(new Set(bench.messages().map(({ id }) => id)).size).toBe(1);
    expect(bench.messages()[0]).toMatchObject({
      extras: { phone: { missed: true, urgent: { key: '3', label: 'system fault' } } },
      threading: { subject: 'Missed call from 13800138000' },
    });
    await postTccc(bench.door.url, access, 'agentState', { Staff: 1 });
    expect(bench.messages().at(-1)!.parts[0]).toMatchObject({ type: 'unsupported', nativeType: 'tccc:agentState' });
    expect((await postTccc(bench.door.url, { user: 'pbx', password: '' }, 'cdr', push)).status).toBe(401);
  });
});

describe('the signed webhook', () => {
  it('brings the agent’s notes, the rating and the words into the entry of the call', async () => {
    await start();
    const call = { callId: 'v1', caller: '+8613800138000', callee: '400', startedAt: '2026-03-02T09:00:00Z', video: true };
    await postWebhook(bench.door.url, SECRET, { type: 'call.ringing', ...call, ringing: ['801'] });
    await postWebhook(bench.door.url, SECRET, {
      type: 'call.ended',
      ...call,
      answeredAt: '2026-03-02T09:00:05Z',
      endedAt: '2026-03-02T09:01:05Z',
      outcome: 'answered',
      agents: ['801'],
    });
    await postWebhook(bench.door.url, SECRET, {
      type: 'call.notes',
      callId: 'v1',
      notes: { agent: '801', caller: 'Mr Wang', problem: 'no picture', steps: ['restart'] },
    });
    await postWebhook(bench.door.url, SECRET, {
      type: 'call.transcript',
      callId: 'v1',
      satisfaction: 4,
      mood: 'angry',
      transcript: [{ speaker: 'customer', text: 'it is black' }],
    });
    const [ringing, , , last] = bench.messages();
    expect(ringing).toMatchObject({ revision: 1, extras: { phone: { stage: 'ringing', ringing: ['801'] } } });
    expect(ringing!.parts).toContainEqual(expect.objectContaining({ code: 'call.ringing', data: { extensions: ['801'] } }));
    expect(last).toMatchObject({ revision: 4, extras: { phone: { stage: 'ended', mood: 'angry', video: true } } });
    expect(callOf(last)).toMatchObject({ satisfaction: 4, talkMs: 60_000, outcome: 'answered', video: true });
    expect(last!.parts.find(({ partId }) => partId === 'notes')).toMatchObject({
      type: 'form',
      fields: [{ value: 'Mr Wang' }, { value: 'no picture' }, { value: 'restart' }],
    });
    expect(last!.plainText).toContain('customer: it is black');
    const years = (Date.parse(last!.raw.retentionUntil!) - Date.parse(last!.occurredAt)) / (365.25 * 86_400_000);
    expect(years).toBeGreaterThan(5);
  });

  it('refuses strangers and old requests, and takes a second try under the same id once, signed anew or not', async () => {
    await start();
    const body = { callId: 'w1', caller: '110', startedAt: '2026-03-02T09:00:00Z' };
    expect((await postWebhook(bench.door.url, 'whsec_AAAA', body)).status).toBe(401);
    expect((await postWebhook(bench.door.url, SECRET, body, { at: new Date(Date.now() - 3_600_000) })).status).toBe(403);
    const at = new Date();
    expect((await postWebhook(bench.door.url, SECRET, body, { id: 'm', at })).status).toBe(202);
    expect((await postWebhook(bench.door.url, SECRET, body, { id: 'm', at })).status).toBe(202);
    expect((await postWebhook(bench.door.url, SECRET, body, { id: 'm', at: new Date(at.getTime() + 1000) })).status).toBe(202);
    expect(new Set(bench.messages().map(({ id }) => id)).size).toBe(1);
    expect(bench.messages()[0]!.sender.identities[0]).toMatchObject({ scheme: 'phone_short', value: '110', scope: 'CN-short' });
  });

  it('offers a supervisor for a call that runs over the limit, and records the handing over', async () => {
    await start({ longCallMs: 300 });
    const now = Date.now();
    await postWebhook(bench.door.url, SECRET, {
      callId: 'l1',
      caller: '13800138000',
      callee: '400',
      startedAt: new Date(now - 100).toISOString(),
      answeredAt: new Date(now).toISOString(),
      agents: ['801'],
    });
    const offered = await waitFor('the offer', () =>
      bench.messages().find(({ parts }) => parts.some((part) => part.type === 'system' && part.code === 'call.over_limit')),
    );
    expect(offered).toMatchObject({ extras: { phone: { offersSupervisor: true, stage: 'running' } } });
    await postWebhook(bench.door.url, SECRET, {
      type: 'call.transferred',
      callId: 'l1',
      supervisor: { to: '900', at: new Date().toISOString() },
    });
    expect(bench.messages().at(-1)).toMatchObject({ extras: { phone: { offersSupervisor: false } } });
    expect(bench.messages().at(-1)!.parts).toContainEqual(expect.objectContaining({ code: 'call.supervisor' }));
  });

  it('does not take what is deeper or larger than a call', async () => {
    await start();
    expect((await postWebhook(bench.door.url, SECRET, 'x'.repeat(5_000_000))).status).toBe(413);
    expect(
      (await postWebhook(bench.door.url, SECRET, '{"callId":"p","__proto__":{"caller":"1"},"constructor":{"prototype":{"x":1}}}')).status,
    ).toBe(202);
    expect(({} as { x?: number }).x).toBeUndefined();
    expect((await fetch(`${bench.door.url}/nothing`, { method: 'POST' })).status).toBe(404);
  });
});
