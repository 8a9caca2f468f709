import { describe, expect, it } from '@jest/globals';
import { inbound } from '../threading/testing/inbound.js';
import { message } from '../threading/testing/message.js';
import type { ThreadableMessage, ThreadDecision } from '../threading/index.js';
import { findDoubts } from './find-doubts.js';

const decision = (changes: Partial<ThreadDecision> = {}): ThreadDecision => ({
  ticket: { kind: 'new', ticketId: 'T1' },
  ...{ rule: 'new', evidence: {}, score: 1, review: false, suggestedTicketId: null, folded: false, links: [], invites: false },
  ...changes,
});
const doubts = (threadable: Partial<ThreadableMessage>, decided: Partial<ThreadDecision> = {}, from = 'ann@example.com') =>
  findDoubts(inbound({ from }), message(threadable), decision(decided), new Set(['boss@example.com']));

describe('why a person should look twice', () => {
  it.each<[string, Partial<ThreadableMessage>, Partial<ThreadDecision>, string[]]>([
    ['nothing', {}, {}, []],
    ['failed checks', { checksFailed: true }, {}, ['checks_failed']],
    ['a forged token', { token: { kind: 'forged' } }, {}, ['token_forged']],
    ['an expired token', { token: { kind: 'expired', ticketId: 'T2' } }, { rule: 'token', review: true }, ['token_expired']],
    ["another's token", { token: { kind: 'valid', ticketId: 'T2' } }, { rule: 'token', review: true }, ['token_of_another']],
    ['an id it should not know', {}, { rule: 'reference', review: true }, ['reference_by_stranger']],
    ["another's number", {}, { rule: 'number', review: true }, ['number_by_stranger']],
    [
      'the same beside what was followed',
      {},
      { rule: 'token', evidence: { setAside: [{ rule: 'number', ticketId: 'T3', verdict: 'review' }] } },
      ['number_by_stranger'],
    ],
    ['a number that is not there', {}, { evidence: { unknownNumbers: ['20260302-EML-999'] } }, ['number_unknown']],
    ["the desk's own address", { fromDesk: true }, {}, ['desk_address_unproven']],
    ["the desk's own address, proven", { fromDesk: true, verified: true }, {}, []],
  ])('%s', (_what, threadable, decided, expected) => {
    expect(doubts(threadable, decided)).toEqual(expected);
  });

  it('an agent’s address that is not proven', () => {
    expect(doubts({}, {}, 'boss@example.com')).toEqual(['agent_address_unproven']);
    expect(doubts({ verified: true }, {}, 'boss@example.com')).toEqual([]);
  });
});
