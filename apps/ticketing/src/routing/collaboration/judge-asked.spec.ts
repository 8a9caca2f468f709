import { describe, expect, it } from '@jest/globals';
import { mayAnswer, mayWithdraw, receiverOf } from './judge-asked.js';

const ofGroup = { groupId: 'legal', agentId: null };
const ofAgent = { groupId: null, agentId: 'ann' };

describe('a question to colleagues', () => {
  it('is answered by who was asked, by one of the group, and by who may for all', () => {
    expect([mayAnswer(ofAgent, 'ann', []), mayAnswer(ofGroup, 'bob', ['stock', 'legal']), mayAnswer(ofAgent, null, [])]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('is answered by nobody else', () => {
    expect([mayAnswer(ofAgent, 'bob', ['legal']), mayAnswer(ofGroup, 'bob', ['stock']), mayAnswer(ofGroup, '', [])]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('is taken back by who asked, or who may for all', () => {
    expect([mayWithdraw({ id: 'ann' }, 'ann'), mayWithdraw({ id: 'ann' }, null)]).toEqual([true, true]);
    expect([mayWithdraw({ id: 'ann' }, 'bob'), mayWithdraw({}, 'bob')]).toEqual([false, false]);
  });

  it('is told to the group, or to the agent', () => {
    expect([receiverOf(ofGroup), receiverOf(ofAgent)]).toEqual([{ group: 'legal' }, { agent: 'ann' }]);
  });
});
