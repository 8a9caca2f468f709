import { describe, expect, it } from '@jest/globals';
import { compareWaiting, type RoutingAgent, signatureOf, type WaitingTicket } from './facts.js';
import { match, standingOf } from './match.js';
import { anAgent, aTicket, makeCrowd } from './testing/crowd.js';
import { TeamRound } from './team-round.js';

const only = (agents: RoutingAgent[], ticket: WaitingTicket) => match(agents, [ticket])[0];

describe('who gets a ticket', () => {
  it('the account manager of the customer, before whoever answered last, before everybody else', () => {
    const team = [anAgent('a'), anAgent('b'), anAgent('m', { groups: [] })];
    const named = { agent: 'm', why: 'named' } as const;
    const last = { agent: 'b', why: 'last_agent' } as const;
    expect(only(team, aTicket('t', { preferred: [named, last] }))).toMatchObject({ agent: 'm', decidedBy: 'named' });
    const away = [...team.slice(0, 2), anAgent('m', { groups: [], presence: 'away' })];
    expect(only(away, aTicket('t', { preferred: [named, last] }))).toMatchObject({
      agent: 'b',
      decidedBy: 'last_agent',
      others: { away: 1 },
    });
    expect(only(team, aTicket('t'))).toMatchObject({ agent: 'a', decidedBy: 'order' });
  });

  it('the last agent only as long as he is in the group', () => {
    const team = [anAgent('a'), anAgent('b', { groups: ['sales'] })];
    expect(only(team, aTicket('t', { preferred: [{ agent: 'b', why: 'last_agent' }] }))).toMatchObject({
      agent: 'a',
      others: { not_in_group: 1 },
    });
  });

  it('waits for the one for whom it is held', () => {
    const team = [anAgent('a'), anAgent('m', { load: { total: 5, channels: {} } })];
    const held = { heldFor: 'm', preferred: [{ agent: 'm', why: 'named' } as const] };
    expect(only(team, aTicket('t', held))).toBeUndefined();
    expect(only(team, aTicket('t', { ...held, heldFor: null }))).toMatchObject({ agent: 'a' });
  });

  it('has the skill at its level, and who has more of it goes first', () => {
    const team = [anAgent('a', { skills: { ssl: 1 } }), anAgent('b', { skills: { ssl: 2 } }), anAgent('c', { skills: { ssl: 3 } })];
    const asked = { skills: [{ skill: 'ssl', level: 2 }] };
    expect(only(team, aTicket('t', asked))).toMatchObject({ agent: 'c', decidedBy: 'skill', others: { skill: 1 } });
    expect(only(team.slice(0, 1), aTicket('t', asked))).toBeUndefined();
    expect(only(team.slice(0, 1), aTicket('t', { ...asked, strict: false }))).toMatchObject({ agent: 'a' });
  });

  it('speaks the language; who told no languages is taken to speak it', () => {
    const team = [anAgent('a', { languages: ['zh'] }), anAgent('b', { languages: ['zh', 'en'] })];
    expect(only(team, aTicket('t', { language: 'en-GB' }))).toMatchObject({ agent: 'b', others: { language: 1 } });
    expect(only([anAgent('a')], aTicket('t', { language: 'ja' }))).toMatchObject({ agent: 'a' });
    expect(only(team, aTicket('t', { language: 'en', mustSpeak: false }))).toMatchObject({ agent: 'b', decidedBy: 'language' });
  });

  it('has the lowest load, by places on the channel too, then the longest rest', () => {
    const team = [
      anAgent('a', { load: { total: 2, channels: { webchat: 2 } } }),
      anAgent('b', { load: { total: 1, channels: { webchat: 1 } }, idleSince: 50 }),
      anAgent('c', { load: { total: 1, channels: { webchat: 1 } }, idleSince: 40 }),
    ];
    expect(only(team, aTicket('t'))).toMatchObject({ agent: 'c', decidedBy: 'idle' });
    expect(only(team.slice(0, 2), aTicket('t'))).toMatchObject({ agent: 'b', decidedBy: 'load' });
    const full = [anAgent('a', { capacity: { total: 9, channels: { webchat: 2 } }, load: { total: 2, channels: { webchat: 2 } } })];
    expect(only(full, aTicket('t'))).toBeUndefined();
    expect(only(full, aTicket('t', { channel: 'email' }))).toMatchObject({ agent: 'a' });
  });

  it('is of the ticket’s own group while somebody of it can, else of the group it overflowed to', () => {
    const team = [anAgent('a', { groups: ['night'] }), anAgent('b', { load: { total: 4, channels: {} } })];
    const both = { groups: ['chat', 'night'] };
    expect(only(team, aTicket('t', both))).toMatchObject({ agent: 'b', group: 'chat', decidedBy: 'group' });
    expect(only(team.slice(0, 1), aTicket('t', both))).toMatchObject({ agent: 'a', group: 'night' });
  });

  it('is deputy A when nobody of the group is there, and B when A is not either', () => {
    const [a, b] = [anAgent('a', { groups: [], deputyOf: { chat: 'A' } }), anAgent('b', { groups: [], deputyOf: { chat: 'B' } })];
    const full = anAgent('m', { load: { total: 5, channels: {} } });
    expect(only([full, a, b], aTicket('t'))).toBeUndefined();
    expect(only([a, b], aTicket('t'))).toMatchObject({ agent: 'a', candidates: [{ as: 'A' }], others: { not_in_group: 1 } });
    expect(only([{ ...a, presence: 'offline' }, b], aTicket('t'))).toMatchObject({ agent: 'b', candidates: [{ as: 'B' }] });
  });

  it('did not give this ticket back', () => {
    expect(only([anAgent('a'), anAgent('b')], aTicket('t', { refusedBy: ['a'] }))).toMatchObject({
      agent: 'b',
      others: { refused_before: 1 },
    });
  });

  it('gives the fast lane first, then the urgent, then what is due sooner, then what waits longer', () => {
    const tickets = [
      aTicket('waits', { since: 1 }),
      aTicket('due', { dueAt: 9, since: 9 }),
      aTicket('urgent', { priority: 0, since: 9 }),
      aTicket('vip', { lane: 0, priority: 3, since: 9 }),
    ];
    expect([...tickets].sort(compareWaiting).map(({ id }) => id)).toEqual(['vip', 'urgent', 'due', 'waits']);
  });
});

describe('whatever the crowd', () => {
  it.each([0, 20, 40])('nobody free who fits while something waits, nobody over his limits (crowds from %i on)', (first) => {
    for (let seed = first; seed < first + 20; seed += 1) checkCrowd(seed);
  });

  const checkCrowd = (seed: number): void => {
    const { agents, tickets } = makeCrowd(seed, 12, 60);
    const decisions = match(agents, tickets);
    const given = new Map(decisions.map((decision) => [decision.ticketId, decision]));
    expect(given.size).toBe(decisions.length);
    const round = new TeamRound(agents);
    for (const { agent: id, ticketId } of decisions) {
      const ticket = tickets.find((one) => one.id === ticketId)!;
      const agent = agents.find((one) => one.id === id)!;
      expect([agent.presence, agent.onShift]).toEqual(['online', true]);
      round.take(id, ticket.channel);
    }
    for (const agent of agents) {
      const own = decisions.filter((decision) => decision.agent === agent.id);
      if (own.length === 0) continue;
      expect(agent.load.total + own.length).toBeLessThanOrEqual(agent.capacity.total);
      for (const [channel, most] of Object.entries(agent.capacity.channels)) {
        const more = own.filter(({ ticketId }) => tickets.find(({ id }) => id === ticketId)!.channel === channel).length;
        if (more > 0) expect((agent.load.channels[channel] ?? 0) + more).toBeLessThanOrEqual(most);
      }
    }
    for (const ticket of tickets.filter(({ id }) => !given.has(id)))
      for (const agent of round.agents) {
        expect(round.findObstacle(agent, ticket, standingOf(round, agent, ticket))).not.toBeNull();
      }
  };

  it('comes out the same in whatever order they come', () => {
    const { agents, tickets } = makeCrowd(7, 60, 300);
    const decisions = match(agents, tickets);
    expect(decisions.length).toBeGreaterThan(20);
    expect(match([...agents].reverse(), [...tickets].reverse())).toEqual(decisions);
  });

  it('tells apart by signature whatever decides who fits', () => {
    const base = aTicket('t');
    const changes: Partial<WaitingTicket>[] = [
      ...[{ groups: ['x'] }, { channel: 'email' }, { language: 'en' }, { skills: [{ skill: 'ssl', level: 1 }] }],
      ...[
        { strict: false },
        { mustSpeak: false },
        { heldFor: 'a' },
        { refusedBy: ['a'] },
        { preferred: [{ agent: 'a', why: 'named' as const }] },
      ],
    ];
    const signatures = [base, ...changes.map((change) => ({ ...base, ...change }))].map(signatureOf);
    expect(new Set(signatures).size).toBe(signatures.length);
    expect(signatureOf({ ...base, preferred: [{ agent: 'a', why: 'last_agent' }] })).toBe(signatureOf(base));
  });
});
