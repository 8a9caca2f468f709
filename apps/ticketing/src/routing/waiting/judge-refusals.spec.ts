import { describe, expect, it } from '@jest/globals';
import type { RoutingAgent } from '../matching/facts.js';
import { judgeRefusals, OFFER_AGAIN_MS } from './judge-refusals.js';

const agent = (id: string, more: Partial<RoutingAgent> = {}): RoutingAgent => ({
  ...{ id, presence: 'online', onShift: true, groups: new Set(['first']), deputyOf: new Map(), skills: new Map(), languages: new Set() },
  ...{ capacity: { total: 1, channels: {} }, load: { total: 1, channels: {} }, idleSince: 0 },
  ...more,
});
const DEMAND = {
  ...{ groups: ['first'], channel: 'email', language: null, skills: [], strict: true, mustSpeak: false, heldFor: null, preferred: [] },
};
const NOW = 100 * OFFER_AGAIN_MS;
const judge = (agents: readonly RoutingAgent[], by: readonly string[], ago: number, demand = DEMAND) =>
  judgeRefusals(agents, demand, { by, at: NOW - ago }, NOW);

describe('who gave a ticket back', () => {
  it('is left out as long as somebody else fits it, busy or not', () => {
    expect(judge([agent('a'), agent('b')], ['a'], 90 * OFFER_AGAIN_MS)).toEqual({
      ...{ refusedBy: ['a'], looksAgainAt: NOW + OFFER_AGAIN_MS, isTold: false },
    });
  });

  it('is left out for who is not there, but somebody is told', () => {
    for (const away of [{ presence: 'offline' as const }, { onShift: false }])
      expect(judge([agent('a'), agent('b', away)], ['a'], 0)).toMatchObject({ refusedBy: ['a'], isTold: true });
  });

  it('gets it again after a while where nobody else fits', () => {
    const team = [agent('a'), agent('b', { groups: new Set(['second']) }), agent('c', { skills: new Map() })];
    const skilled = { ...DEMAND, skills: [{ skill: 'ssl', level: 1 }] as never };
    const experts = [agent('a', { skills: new Map([['ssl', 2]]) }), agent('c')];
    expect(judge(team, ['a', 'c'], OFFER_AGAIN_MS - 1)).toEqual({ refusedBy: ['a', 'c'], looksAgainAt: NOW + 1, isTold: true });
    expect(judge(team, ['a', 'c'], OFFER_AGAIN_MS)).toMatchObject({ refusedBy: [], isTold: true });
    expect(judge(experts, ['a'], OFFER_AGAIN_MS, skilled)).toMatchObject({ refusedBy: [], isTold: true });
    expect(judge(experts, ['a'], 0, { ...skilled, strict: false })).toMatchObject({ refusedBy: ['a'], isTold: false });
  });
});
