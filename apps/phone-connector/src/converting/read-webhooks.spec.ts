import { describe, expect, it } from '@jest/globals';
import { readFreeswitch } from './read-freeswitch.js';
import { readGeneric } from './read-generic.js';
import { readTwilio } from './read-twilio.js';
import { toTcccFacts } from './tccc/to-facts.js';

const cdr = {
  variables: {
    uuid: 'a-1',
    direction: 'inbound',
    start_stamp: '2026-01-11 11:25:44',
    start_uepoch: '1515666344534355',
    answer_uepoch: '1515666347954373',
    end_uepoch: '1515666415494269',
    mduration: '70960',
    billmsec: '67540',
    hangup_cause: 'NORMAL_CLEARING',
    sip_from_user: 'x',
  },
  callflow: [
    { profile_index: '2', caller_profile: { caller_id_number: '+8613800138000', destination_number: '802' } },
    { profile_index: '1', caller_profile: { caller_id_number: '+8613800138000', destination_number: '4001234567' } },
  ],
};
const encoded = {
  ...cdr,
  variables: Object.fromEntries(Object.entries(cdr.variables).map(([name, value]) => [name, encodeURIComponent(value)])),
};
const json = JSON.stringify(cdr);

describe('json_cdr', () => {
  it.each([
    ['as JSON', json],
    ['with encoded values', JSON.stringify(encoded)],
    ['as a form', `uuid=a_a-1&cdr=${encodeURIComponent(json)}`],
    ['as base64', Buffer.from(json).toString('base64')],
    ['as base64 in a form', `cdr=${Buffer.from(json).toString('base64')}`],
  ])('%s is the call that was dialled first', (_how, body) => {
    expect(readFreeswitch(Buffer.from(body))).toMatchObject({
      rejected: [],
      calls: [
        {
          callId: 'a-1',
          caller: '+8613800138000',
          callee: '4001234567',
          durationMs: 70_960,
          talkMs: 67_540,
          outcome: 'answered',
          startedAt: 1515666344534,
        },
      ],
    });
  });

  it('of the leg that was dialled belongs to the caller’s, whichever comes first', () => {
    const b = {
      variables: { ...cdr.variables, uuid: 'b-1', direction: 'outbound', originating_leg_uuid: 'a-1' },
      callflow: { caller_profile: { caller_id_number: '+8613800138000', destination_number: '801' } },
    };
    for (const order of [
      [b, cdr],
      [cdr, b],
    ]) {
      const { calls } = readFreeswitch(Buffer.from(JSON.stringify(order)));
      expect(calls).toMatchObject([{ callId: 'a-1', callee: '4001234567', agents: ['801'] }]);
      expect(calls[0]!.legs).toHaveLength(2);
    }
  });

  it.each([
    [{ cc_queue: 'sales@default', cc_cause: 'cancel', cc_cancel_reason: 'BREAK_OUT' }, 'abandoned_queue'],
    [{ cc_queue: 'sales@default', cc_cause: 'cancel', cc_cancel_reason: 'TIMEOUT' }, 'queue_timeout'],
    [{ cc_queue: 'sales@default', cc_cause: 'answered' }, 'answered'],
    [{ answer_uepoch: '0', billmsec: '0', hangup_cause: 'USER_BUSY' }, 'busy'],
    [{ answer_uepoch: '0', billmsec: '0', hangup_cause: 'CALL_REJECTED' }, 'rejected'],
    [{ answer_uepoch: '0', billmsec: '0', hangup_cause: 'UNALLOCATED_NUMBER' }, 'failed'],
    [{ last_app: 'voicemail' }, 'voicemail'],
  ])('with %j ended as %s', (more, outcome) => {
    expect(readFreeswitch(Buffer.from(JSON.stringify({ ...cdr, variables: { ...cdr.variables, ...more } }))).calls).toMatchObject([
      { outcome },
    ]);
  });

  it('that ends before it starts is rejected', () => {
    expect(
      readFreeswitch(Buffer.from(JSON.stringify({ ...cdr, variables: { ...cdr.variables, end_uepoch: '1515666000000000' } }))),
    ).toMatchObject({ calls: [], rejected: [{ line: 1 }] });
  });
});

describe('callbacks of Twilio', () => {
  const base = 'CallSid=CA1&From=%2B8613800138000&To=%2B4930901820&Direction=inbound';
  it('are one call, in whatever order they come', () => {
    const lines = [
      `${base}&CallStatus=completed&CallDuration=40&Timestamp=Thu%2C%2015%20Jan%202026%2010%3A01%3A00%20%2B0000`,
      `${base}&CallStatus=ringing&Timestamp=Thu%2C%2015%20Jan%202026%2010%3A00%3A10%20%2B0000`,
      'CallSid=CA1&RecordingSid=RE1&RecordingUrl=https%3A%2F%2Fapi.example%2FRE1&RecordingDuration=39',
      'CallSid=CA2&ParentCallSid=CA1&CallStatus=completed&To=client%3Aalice&From=x',
    ];
    for (const some of [lines, [...lines].reverse()])
      expect(readTwilio(Buffer.from(some.join('\n'))).calls).toMatchObject([
        {
          callId: 'CA1',
          caller: '+8613800138000',
          outcome: 'answered',
          talkMs: 40_000,
          durationMs: 50_000,
          agents: ['alice'],
          recordings: [{ id: 'RE1', durationMs: 39_000 }],
        },
      ]);
  });

  it('that are none are refused', () => {
    expect(() => readTwilio(Buffer.from('hello'))).toThrow('neither a form nor JSON');
    expect(readTwilio(Buffer.from('From=1&To=2'))).toMatchObject({ calls: [], rejected: [{ reason: 'has no CallSid' }] });
  });
});

describe('pushes of TCCC', () => {
  const push = {
    SessionId: 's-1',
    Direction: 0,
    Caller: '13800138000',
    Callee: '4001234567',
    StartTimestamp: 1_764_000_000,
    QueuedTimestamp: 1_764_000_005,
    AcceptTimestamp: 0,
    EndedTimestamp: 1_764_000_030,
  };
  it('tell who gave up where, and keys with their labels', () => {
    expect(
      toTcccFacts({ ...push, EndStatusString: 'waitingGiveUp', IVRKeyPressedEx: [{ Key: '3', Label: '系统故障' }] }, 'cdr'),
    ).toMatchObject({
      outcome: 'abandoned_queue',
      ivr: [{ key: '3', label: '系统故障' }],
      queuedAt: 1_764_000_005_000,
    });
    expect(toTcccFacts({ ...push, EndStatusString: 'ivrGiveUp' }, 'cdr')).toMatchObject({ outcome: 'abandoned_ivr' });
  });

  it('bring the recording apart', () => {
    expect(toTcccFacts({ SessionId: 's-1', RecordURL: 'https://x/1.mp3?sign=1', RecordId: 'r' }, 'record')).toMatchObject({
      callId: 's-1',
      recordings: [{ id: 'r' }],
    });
    expect(toTcccFacts({ SessionId: 's-1' }, 'weather')).toMatch('tells nothing');
  });
});

describe('the generic webhook', () => {
  it('adds up what it is told, in snake case too', () => {
    const told = [
      { callId: '7', caller: '+8613800138000', callee: '400', startedAt: '2026-03-02T09:00:00Z', ringing: ['801'] },
      { call_id: '7', answered_at: 1772442005, agents: ['801'] },
      { callId: '7', endedAt: '2026-03-02T09:01:00+00:00', outcome: 'answered', recordings: ['https://x/7.wav'], video: true },
      {
        callId: '7',
        notes: { problem: 'no dial tone', steps: ['restart', 'reset'] },
        mood: 'angry',
        transcript: [{ speaker: 'customer', text: 'it is broken' }],
      },
    ];
    const { calls, rejected } = readGeneric(Buffer.from(JSON.stringify(told)));
    expect(rejected).toEqual([]);
    expect(calls).toMatchObject([
      {
        talkMs: 55_000,
        durationMs: 60_000,
        ringing: [],
        agents: ['801'],
        mood: 'angry',
        video: true,
        notes: { problem: 'no dial tone', steps: 'restart\nreset' },
      },
    ]);
  });

  it('keeps apart calls whose ids are numbers of 64 bits, and touches no text', () => {
    const caller = '"13800138000 \\" 9007199254740993, x"';
    const told = ['9007199254740992', '9007199254740993'].map((id) => `{"callId":${id},"caller":${caller},"startedAt":1767225600000}`);
    const { calls } = readGeneric(Buffer.from(`[${told.join(',')}]`));
    expect(calls.map(({ callId }) => callId)).toEqual(['9007199254740992', '9007199254740993']);
    expect(calls[0]).toMatchObject({ caller: JSON.parse(caller) as string, startedAt: 1_767_225_600_000 });
  });

  it('rejects what cannot be', () => {
    const absurd = [
      { callId: '1', startedAt: '2026-03-02T09:00:00Z', endedAt: '2026-03-02T08:00:00Z' },
      { callId: '2', durationMs: -5 },
      { x: 1 },
      { callId: '3', startedAt: 'yesterday' },
    ];
    expect(readGeneric(Buffer.from(JSON.stringify(absurd))).rejected.map(({ reason }) => reason)).toEqual([
      'ends before it starts',
      'durationMs is negative',
      'has no callId',
      'startedAt is no time',
    ]);
  });

  it('reads fields from where a mapping finds them', () => {
    const { calls } = readGeneric(
      Buffer.from('{"data":{"id":"9","from":"110"},"callee":"x"}'),
      {},
      { callId: 'data.id', caller: 'data.from' },
    );
    expect(calls).toMatchObject([{ callId: '9', caller: '110', callee: 'x' }]);
  });
});
