import { describe, expect, it } from '@jest/globals';
import type { CallFacts } from './call-facts.js';
import { foldCall } from './fold-call.js';

const told = (source: string, facts: Partial<CallFacts>): CallFacts => ({ source, authority: 1, callId: '1', ...facts });
const ringing = (...all: readonly CallFacts[]) => foldCall(all).ringing;

describe('what was dialled', () => {
  const live = told('live', { callee: '400', agents: ['801', '804'] });
  const record = told('record', { authority: 2, callee: '804', agents: ['801', '804'], endedAt: 3 });

  it('is known to who saw the call begin, where its record names whom it was handed to', () => {
    expect(foldCall([live, record]).callee).toBe('400');
    expect(foldCall([record]).callee).toBe('804');
    expect(foldCall([told('live', { callee: '400' }), { ...record, agents: ['804'] }]).callee).toBe('804');
    expect(foldCall([live, { ...record, callee: '401' }]).callee).toBe('401');
  });
});

describe('who took it', () => {
  it('stands in their order, also who was given it back', () => {
    const all = [told('a', { agents: ['802'] }), told('b', { agents: ['802', '801'] }), told('c', { agents: ['801', '802'] })];
    expect([1, 2, 3].map((count) => foldCall(all.slice(0, count)).agents)).toEqual([['802'], ['802', '801'], ['801', '802']]);
    // A leg that ended took it once, and not again.
    const legs = [told('leg 1', { agents: ['801'] }), told('leg 2', { agents: ['802'] }), told('leg 1 ended', { agents: ['801'] })];
    expect(foldCall(legs).agents).toEqual(['801', '802']);
  });
});

describe('where a call rings', () => {
  const both = told('a', { ringing: ['801', '802'] });
  const answered = told('b', { answeredAt: 2 });

  it('is news of the moment: over with the answer and the end', () => {
    expect(ringing(both)).toEqual(['801', '802']);
    expect(ringing(both, answered)).toEqual([]);
    expect(ringing(both, told('b', { endedAt: 3 }))).toEqual([]);
    expect(ringing(both, told('b', { outcome: 'no_answer' }))).toEqual([]);
  });

  it('is a hand-over where it is told after the answer, until that one takes it', () => {
    const further = told('c', { ringing: ['803'] });
    expect(ringing(both, answered, further)).toEqual(['803']);
    expect(ringing(both, answered, further, told('d', { agents: ['803'] }))).toEqual([]);
    expect(ringing(both, answered, further, told('d', { endedAt: 3 }))).toEqual([]);
  });

  it('is what one source tells of the whole call, also of who gave it away and is given it back', () => {
    const of = (agents: readonly string[], rings: readonly string[]) => ringing(told('a', { answeredAt: 2, agents, ringing: rings }));
    expect(of(['801'], ['802'])).toEqual(['802']);
    expect(of(['801', '802'], ['801'])).toEqual(['801']);
    // Who speaks does not ring.
    expect(of(['801'], ['801'])).toEqual([]);
  });

  it('is no more where a phone fell silent that is told of by itself', () => {
    expect(
      ringing(told('leg 1', { ringing: ['801'] }), told('leg 2', { ringing: ['802'] }), told('leg 1 ended', { silent: ['801'] })),
    ).toEqual(['802']);
  });
});
