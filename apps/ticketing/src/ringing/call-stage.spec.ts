import { describe, expect, it } from '@jest/globals';
import type { CallRecord, MessagePart } from '#contracts';
import { stageFor, toCallWord } from './call-stage.js';

const START = Date.parse('2026-03-02T08:00:00Z');
const at = (minutes: number) => new Date(START + minutes * 60_000);
const call = (state: Partial<CallRecord> = {}): CallRecord => ({
  ...{ callId: 'c', revision: 1, legs: [], direction: 'inbound', caller: '+49301234', callee: '400', agents: [], ivr: [], recordings: [] },
  startedAt: at(0).toISOString(),
  ...state,
});
const parts = (state: Partial<CallRecord> = {}): MessagePart[] => [{ partId: 'call', type: 'call', fallback: 'A call', call: call(state) }];

describe('what a state of a call says of phones', () => {
  it.each([
    ['that these ring', { parts: parts(), handling: { rings: ['801'] }, revision: 1 }, { kind: 'rings', extensions: ['801'] }],
    ['that it was taken', { parts: parts({ answeredAt: at(1).toISOString() }), revision: 2 }, { kind: 'spoken' }],
    ['that it waits', { parts: parts(), revision: 2 }, { kind: 'waits' }],
    [
      'that it is handed over',
      { parts: parts({ answeredAt: at(1).toISOString() }), handling: { rings: ['802'] }, revision: 3 },
      { kind: 'rings', extensions: ['802'] },
    ],
    ['that it ended', { parts: parts({ endedAt: at(1).toISOString() }), handling: { rings: ['801'] }, revision: 2 }, { kind: 'over' }],
    ['how it came out, without its end', { parts: parts({ outcome: 'no_answer' }), revision: 2 }, { kind: 'over' }],
    ['that what rang without a record rings no more', { parts: [], revision: 2 }, { kind: 'over' }],
    ['nothing, where it is a mail', { parts: [], revision: 1 }, null],
  ] as const)('%s', (_what, message, word) => {
    expect(toCallWord(message as never)).toEqual(word);
  });
});

describe('how a call stands for one phone', () => {
  const answeredAt = at(1).toISOString();
  const of = (
    extension: string,
    state: Partial<CallRecord> | null,
    minutes = 1,
    rings = state?.answeredAt === undefined ? ['801', '802'] : [],
  ) => stageFor(extension, { extensions: ['801', '802'], rings, call: state === null ? null : call(state), toldAt: at(0) }, at(minutes));

  it('rings for all whose phones ring, and goes on for who took it', () => {
    expect([of('801', {}), of('802', null), of('803', {})]).toEqual(['rings', 'rings', null]);
    expect(of('801', {}, 1, ['802'])).toBeNull();
    expect([of('801', { answeredAt, agents: ['801'] }), of('802', { answeredAt, agents: ['801'] })]).toEqual(['talking', null]);
    expect(of('801', { answeredAt, agents: ['801'], endedAt: at(2).toISOString() })).toBeNull();
    expect(of('801', { outcome: 'no_answer' })).toBeNull();
  });

  it('rings where it is handed over to while another speaks, and is of who took it last', () => {
    const agents = ['801'];
    expect([of('801', { answeredAt, agents }, 1, ['802']), of('802', { answeredAt, agents }, 1, ['802'])]).toEqual(['talking', 'rings']);
    expect(['801', '802'].map((phone) => of(phone, { answeredAt, agents: ['801', '802'] }))).toEqual([null, 'talking']);
    expect(['801', '802'].map((phone) => of(phone, { answeredAt, agents: ['802', '801'] }))).toEqual(['talking', null]);
  });

  it('is of all of them where the exchange does not say whose phone took it', () => {
    for (const agents of [[], ['ann@exchange']]) expect(of('802', { answeredAt, agents })).toBe('talking');
  });

  it('is believed for ten minutes of silence while it rings, for four hours while it is spoken', () => {
    expect([of('801', {}, 10), of('801', {}, 11)]).toEqual(['rings', null]);
    expect([of('801', { answeredAt }, 240), of('801', { answeredAt }, 241)]).toEqual(['talking', null]);
  });
});
