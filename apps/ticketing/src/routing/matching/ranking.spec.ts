import { describe, expect, it } from '@jest/globals';
import { compareWaiting, type RoutingAgent, signatureOf, type WaitingTicket } from './facts.js';
import { decide, match, standingOf } from './match.js';
import { TeamRound } from './team-round.js';
import { anAgent, aTicket } from './testing/crowd.js';

const decideFor = (agents: RoutingAgent[], more: Partial<WaitingTicket> = {}) => decide(new TeamRound(agents), aTicket('t', more));
const obstacleOf = (agent: RoutingAgent, more: Partial<WaitingTicket> = {}) => {
  const [round, ticket] = [new TeamRound([agent]), aTicket('t', more)];
  return round.findObstacle(agent, ticket, standingOf(round, agent, ticket));
};

describe('somebody is not given a ticket', () => {
  it.each([
    ['as he is in none of its groups', anAgent('a', { groups: ['mail'] }), {}, 'not_in_group'],
    ['as he went', anAgent('a', { presence: 'offline' }), {}, 'offline'],
    ['as he takes no work', anAgent('a', { presence: 'away' }), {}, 'away'],
    ['outside of his shift', anAgent('a', { onShift: false }), {}, 'off_shift'],
    ['that he gave back', anAgent('a'), { refusedBy: ['b', 'a'] }, 'refused_before'],
    ['that is held for another', anAgent('a'), { heldFor: 'b' }, 'held_for_another'],
    ['whose language he does not speak', anAgent('a', { languages: ['zh'] }), { language: 'en' }, 'language'],
    ['that asks for more skill', anAgent('a', { skills: { ssl: 1 } }), { skills: [{ skill: 'ssl', level: 2 }] }, 'skill'],
    ['that asks for a skill he has not', anAgent('a'), { skills: [{ skill: 'ssl', level: 1 }] }, 'skill'],
    ['when he has enough', anAgent('a', { load: { total: 5, channels: {} } }), {}, 'full'],
    ['when he has enough of its channel', anAgent('a', { capacity: { total: 5, channels: { webchat: 0 } } }), {}, 'channel_full'],
    ['otherwise he is', anAgent('a'), {}, null],
    ['that is held for him: he is', anAgent('a'), { heldFor: 'a' }, null],
    ['of a channel without a limit: he is', anAgent('a', { load: { total: 4, channels: { webchat: 4 } } }), {}, null],
  ] as const)('%s', (_, agent, more, obstacle) => {
    expect(obstacleOf(agent, more)).toBe(obstacle);
  });

  it('and each is counted by why, in the order of the reasons', () => {
    const team = [
      ...[anAgent('a', { load: { total: 5, channels: {} } }), anAgent('b', { groups: [] }), anAgent('c', { groups: [] })],
      ...[anAgent('d', { presence: 'offline' }), anAgent('e')],
    ];
    const { others, agent, decidedBy } = decideFor(team)!;
    expect(others).toStrictEqual({ not_in_group: 2, offline: 1, full: 1 });
    expect(Object.keys(others)).toEqual(['not_in_group', 'offline', 'full']);
    expect([agent, decidedBy]).toEqual(['e', 'only_one']);
    expect(decideFor(team.slice(0, 4))).toBeNull();
  });
});

describe('as what somebody takes a ticket', () => {
  const round = new TeamRound([
    anAgent('m', { groups: ['chat'] }),
    anAgent('a', { groups: ['x'], deputyOf: { night: 'A', chat: 'A' } }),
    anAgent('b', { groups: [], deputyOf: { night: 'B', tech: 'B' } }),
  ]);
  const [a, b, m] = round.agents as [RoutingAgent, RoutingAgent, RoutingAgent];

  it('as a member before a deputy, of its own group before those it overflowed to', () => {
    expect(round.findStanding(m, ['chat', 'night'])).toEqual({ group: 'chat', as: 'member', rank: 0 });
    expect(round.findStanding(m, ['night', 'chat'])).toEqual({ group: 'chat', as: 'member', rank: 3 });
    expect(round.findStanding(m, ['night', 'tech', 'chat'])).toEqual({ group: 'chat', as: 'member', rank: 6 });
    expect(round.findStanding(m, ['night'])).toBeNull();
  });

  it('as deputy where no member is there, A before B', () => {
    expect(round.findStanding(a, ['night'])).toEqual({ group: 'night', as: 'A', rank: 1 });
    expect(round.findStanding(a, ['tech', 'night'])).toEqual({ group: 'night', as: 'A', rank: 4 });
    expect(round.findStanding(a, ['chat'])).toBeNull();
    expect(round.findStanding(b, ['night'])).toBeNull();
    expect(round.findStanding(b, ['night', 'tech'])).toEqual({ group: 'tech', as: 'B', rank: 5 });
    expect(round.findStanding(b, ['tech'])).toEqual({ group: 'tech', as: 'B', rank: 2 });
  });

  it('as the one who is named for the customer, whatever his group, and his stand-in too', () => {
    const named = (why: 'named' | 'stand_in' | 'last_agent', agent = 'b') => ({ preferred: [{ agent, why }] });
    expect(standingOf(round, b, aTicket('t', named('named')))).toEqual({ group: 'chat', as: 'member', rank: 0 });
    expect(standingOf(round, b, aTicket('t', named('stand_in')))).toEqual({ group: 'chat', as: 'member', rank: 0 });
    expect(standingOf(round, b, aTicket('t', named('last_agent')))).toBeNull();
    expect(standingOf(round, b, aTicket('t', named('named', 'm')))).toBeNull();
    expect(standingOf(round, b, aTicket('t', { ...named('named'), groups: [] }))).toMatchObject({ group: '' });
    const team = [anAgent('x', { groups: [] }), anAgent('y')];
    const as = (why: 'named' | 'stand_in' | 'last_agent', agent: string) => decideFor(team, named(why, agent))!.candidates[0];
    expect([as('named', 'x'), as('stand_in', 'x'), as('last_agent', 'y')].map((one) => [one!.agent, one!.as, one!.preferred])).toEqual([
      ['x', 'named', 'named'],
      ['x', 'named', 'stand_in'],
      ['y', 'member', 'last_agent'],
    ]);
  });
});

describe('of several', () => {
  it('the first difference decides, and is told', () => {
    const team = (first: Parameters<typeof anAgent>[1], second: Parameters<typeof anAgent>[1]) => [
      anAgent('a', first),
      anAgent('b', second),
    ];
    const decided = (agents: RoutingAgent[], more: Partial<WaitingTicket> = {}) => {
      const { agent, decidedBy } = decideFor(agents, more)!;
      return [agent, decidedBy];
    };
    expect(decided(team({ groups: ['night'] }, {}), { groups: ['chat', 'night'] })).toEqual(['b', 'group']);
    expect(decided(team({ languages: ['zh'] }, { languages: ['en'] }), { language: 'en', mustSpeak: false })).toEqual(['b', 'language']);
    expect(decided(team({ skills: { ssl: 1 } }, { skills: { ssl: 2 } }), { skills: [{ skill: 'ssl', level: 1 }] })).toEqual(['b', 'skill']);
    expect(decided(team({ load: { total: 1, channels: {} } }, {}))).toEqual(['b', 'load']);
    expect(decided(team({ idleSince: 2 }, { idleSince: 1 }))).toEqual(['b', 'idle']);
    expect(decided(team({}, {}))).toEqual(['a', 'order']);
    expect(decided(team({}, {}).reverse())).toEqual(['a', 'order']);
    // He who is preferred cannot: what is left differs in nothing.
    const gone = { agent: 'z', why: 'named' as const };
    expect(decided([...team({}, {}), anAgent('z', { presence: 'away' })], { preferred: [gone] })).toEqual(['a', 'order']);
    expect(decided(team({}, {}), { preferred: [{ agent: 'b', why: 'last_agent' }] })).toEqual(['b', 'last_agent']);
  });

  it('who is busier is so by his time, or by his places on the channel, whichever is scarcer', () => {
    const one = anAgent('a', { capacity: { total: 8, channels: { webchat: 4 } }, load: { total: 2, channels: { webchat: 2 } } });
    const round = new TeamRound([one]);
    expect([round.busyness(one, 'webchat'), round.busyness(one, 'email')]).toEqual([0.5, 0.25]);
    round.take('a', 'email');
    expect([round.busyness(one, 'webchat'), round.busyness(one, 'email')]).toEqual([0.5, 0.375]);
    const idle = anAgent('b', { capacity: { total: 4, channels: { webchat: 2 } }, load: { total: 1, channels: {} } });
    expect(new TeamRound([idle]).busyness(idle, 'webchat')).toBe(0.25);
  });

  it('who has his places full takes no more in a round', () => {
    const round = new TeamRound([
      anAgent('a', { capacity: { total: 2, channels: {} } }),
      anAgent('b', { capacity: { total: 0, channels: {} } }),
    ]);
    const free = () => [...round.free].map(({ id }) => id);
    expect(free()).toEqual(['a']);
    round.take('a', 'webchat');
    expect(free()).toEqual(['a']);
    round.take('a', 'webchat');
    expect(free()).toEqual([]);
    const gone = new TeamRound([anAgent('c', { presence: 'away' }), anAgent('d', { onShift: false })]);
    expect([...gone.free]).toEqual([]);
  });

  it('candidates stand best first, with what speaks for each', () => {
    const { candidates } = decideFor(
      [anAgent('a', { load: { total: 1, channels: {} }, idleSince: 5 }), anAgent('b', { skills: { ssl: 2 } })],
      {
        skills: [{ skill: 'ssl', level: 1 }],
        strict: false,
      },
    )!;
    expect(candidates).toEqual([
      { agent: 'b', group: 'chat', preferred: null, speaks: true, skill: 2, busy: 0, idleSince: 0, as: 'member' },
      { agent: 'a', group: 'chat', preferred: null, speaks: true, skill: 0, busy: 0.2, idleSince: 5, as: 'member' },
    ]);
  });

  it('a round ends where nobody is left, and passes over what nobody fits', () => {
    const one = anAgent('a', { capacity: { total: 1, channels: {} } });
    const tickets = [aTicket('x', { language: 'ja', lane: 0 }), aTicket('y', { language: 'ja', lane: 0 }), aTicket('z'), aTicket('zz')];
    expect(match([{ ...one, languages: new Set(['zh']) }], tickets).map(({ ticketId }) => ticketId)).toEqual(['z']);
  });
});

describe('what waits', () => {
  const order = (...tickets: WaitingTicket[]) => [...tickets].sort(compareWaiting).map(({ id }) => id);

  it('goes by what is due, then by waiting, then by its id; what has no time is behind what has', () => {
    expect(order(aTicket('b'), aTicket('a'), aTicket('c'))).toEqual(['a', 'b', 'c']);
    expect(order(aTicket('a', { since: 2 }), aTicket('b', { since: 1 }))).toEqual(['b', 'a']);
    expect(order(aTicket('a'), aTicket('b', { dueAt: 9 }), aTicket('c', { dueAt: 8 }))).toEqual(['c', 'b', 'a']);
    expect(compareWaiting(aTicket('a'), aTicket('a'))).toBe(0);
  });

  it('has one signature however its wishes are listed', () => {
    const skills = [
      { skill: 'api', level: 1 },
      { skill: 'ssl', level: 2 },
    ];
    const named = [
      { agent: 'm', why: 'named' as const },
      { agent: 's', why: 'stand_in' as const },
    ];
    const one = signatureOf(aTicket('t', { skills, refusedBy: ['a', 'b'], preferred: named }));
    expect(signatureOf(aTicket('t', { skills: [...skills].reverse(), refusedBy: ['b', 'a'], preferred: [...named].reverse() }))).toBe(one);
    expect(one).toBe('chat|webchat||api:1,ssl:2|sl||a,b|m,s');
    expect(signatureOf(aTicket('t', { strict: false, mustSpeak: false, language: 'en', heldFor: 'm' }))).toBe('chat|webchat|en|||m||');
  });
});
