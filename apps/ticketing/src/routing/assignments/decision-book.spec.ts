import { describe, expect, it } from '@jest/globals';
import { groupIdOf } from '../../desk/desk-groups.js';
import type { Candidate, Decision } from '../matching/match.js';
import { TeamRound } from '../matching/team-round.js';
import { anAgent, aTicket } from '../matching/testing/crowd.js';
import { countPlaces, toAssignment } from './decision-book.js';

describe('a decision is booked', () => {
  const candidate = (agent: string) => ({ agent }) as unknown as Candidate;
  const decision = (count: number): Decision => ({
    ...{ ticketId: 't', agent: 'a', group: 'chat', decidedBy: 'load', others: { full: 2 } },
    candidates: Array.from({ length: count }, (_, index) => candidate(`c${index}`)),
  });

  it('with who else could have had it', () => {
    expect(toAssignment(decision(2))).toEqual({
      ...{ ticketId: 't', agentId: 'a', groupId: groupIdOf('chat'), reason: 'routing.load', others: { full: 2 } },
      candidates: [candidate('c0'), candidate('c1')],
    });
  });

  it('and of more than ten with how many more', () => {
    expect(toAssignment(decision(10))).toMatchObject({ others: { full: 2 } });
    expect(toAssignment(decision(10)).others).toStrictEqual({ full: 2 });
    const many = toAssignment(decision(13));
    expect([many.candidates.length, many.candidates[9], many.others]).toEqual([10, candidate('c9'), { full: 2, could_too: 3 }]);
  });

  it('as many of one kind as there are places for', () => {
    const agents = [
      anAgent('a', { load: { total: 1, channels: {} } }),
      anAgent('b', { groups: ['mail'] }),
      anAgent('c', { capacity: { total: 3, channels: {} } }),
    ];
    const round = new TeamRound(agents);
    expect(countPlaces(round, agents, aTicket('t'))).toBe(7);
    expect(countPlaces(round, agents, aTicket('t', { groups: ['mail'] }))).toBe(5);
    expect(countPlaces(round, agents, aTicket('t', { groups: ['none'] }))).toBe(0);
  });
});
