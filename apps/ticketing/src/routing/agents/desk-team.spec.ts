import { describe, expect, it } from '@jest/globals';
import { groupIdOf } from '../../desk/desk-groups.js';
import { Desk } from '../../desk/desk-schema.js';
import { findOwner } from '../collaboration/group-tasks.js';
import { ShiftClock } from '../shifts/shift-plan.js';
import { type AgentRow, DeskTeam } from './desk-team.js';

const desk = Desk.parse({
  groups: {
    chat: { name: 'Chat', deputies: { a: 'ann@x.test', b: 'bob@x.test' } },
    tech: { name: 'Tech', deputies: { a: 'ann@x.test' } },
    mail: { name: 'Mail' },
  },
  skills: { ssl: { name: 'SSL' }, api: { name: 'API' } },
  routing: {
    agents: [{ agent: 'ann@x.test', skills: { ssl: 2 }, languages: ['zh', 'en'], capacity: { total: 7 } }],
    capacity: { total: 3, channels: { webchat: 2 } },
  },
  shifts: {
    zone: 'UTC',
    plans: [{ key: 'day', group: 'mail', from: '09:00', to: '18:00' }],
    temporaryDesks: [{ key: 'extra', group: 'tech', from: '2026-03-02', to: '2026-03-02', members: ['bob@x.test'] }],
  },
});
const row = (more: Partial<AgentRow> = {}): AgentRow => ({
  ...{ id: 'a', email: 'ann@x.test', name: 'Ann', skills: null, languages: null, capacity: null, state: 'online' },
  ...{ idleSince: new Date(5), groups: [], version: 1 },
  ...more,
});
const load = { total: 1, channels: { webchat: 1 } };
const team = (at: string, ...closed: string[]) => new DeskTeam(desk, new ShiftClock(desk.shifts, new Date(at)), new Set(closed));
const agent = (more: Partial<AgentRow> = {}, at = '2026-03-03T10:00:00Z', ...closed: string[]) =>
  team(at, ...closed).toAgent(row(more), load);

describe('an agent', () => {
  it('brings what the desk’s file says of him', () => {
    expect(agent({ groups: [groupIdOf('mail'), 'gone'] })).toEqual({
      ...{ id: 'a', email: 'ann@x.test', name: 'Ann', presence: 'online', onShift: true, idleSince: 5, load, version: 1 },
      ...{ groups: new Set(['mail']), skills: new Map([['ssl', 2]]), languages: new Set(['zh', 'en']) },
      capacity: expect.objectContaining({ total: 7 }),
      version: 1,
      deputyOf: new Map([
        ['chat', 'A'],
        ['tech', 'A'],
      ]),
    });
  });

  it('brings what was said of himself before that', () => {
    expect(agent({ skills: { api: 1 }, languages: [], capacity: { total: 1, channels: {} } })).toMatchObject({
      ...{ skills: new Map([['api', 1]]), languages: new Set(), capacity: { total: 1, channels: {} } },
    });
  });

  it('whom nobody says anything of has the places of the desk', () => {
    expect(agent({ email: 'cyd@x.test' })).toMatchObject({
      ...{ skills: new Map(), languages: new Set(), capacity: { total: 3, channels: { webchat: 2 } }, deputyOf: new Map() },
    });
  });

  it('works in his shift, and in a group for some days', () => {
    expect([agent({ groups: [groupIdOf('mail')] }, '2026-03-03T20:00:00Z').onShift, agent({}, '2026-03-03T20:00:00Z').onShift]).toEqual([
      false,
      true,
    ]);
    const bob = { email: 'bob@x.test', groups: [groupIdOf('mail')] };
    expect(agent(bob, '2026-03-02T20:00:00Z')).toMatchObject({
      onShift: true,
      groups: new Set(['mail', 'tech']),
      deputyOf: new Map([['chat', 'B']]),
    });
    expect(agent(bob)).toMatchObject({ groups: new Set(['mail']) });
  });

  it('is in no group outside of its hours, nor its deputy', () => {
    expect(agent({ groups: [groupIdOf('mail'), groupIdOf('chat')] }, '2026-03-03T10:00:00Z', 'chat')).toMatchObject({
      ...{ groups: new Set(['mail']), deputyOf: new Map([['tech', 'A']]) },
    });
  });
});

describe('the work of a group', () => {
  const there = (id: string) => ({ id, presence: 'online' as const, onShift: true });
  const away = (id: string) => ({ ...there(id), presence: 'away' as const });
  const owner = (deputies: { a: string; b?: string } | undefined, ...agents: ReturnType<typeof there | typeof away>[]) =>
    findOwner(deputies, new Map(agents.map((each) => [`${each.id}@x.test`, each])));

  it('is deputy A’s, B’s while A is not there, and A’s again when neither is', () => {
    const both = { a: 'ann@x.test', b: 'bob@x.test' };
    expect(owner(both, there('ann'), there('bob'))).toBe('ann');
    expect(owner(both, away('ann'), there('bob'))).toBe('bob');
    expect(owner(both, { ...there('ann'), onShift: false }, there('bob'))).toBe('bob');
    expect(owner(both, away('ann'), away('bob'))).toBe('ann');
    expect(owner({ a: 'ann@x.test' }, away('ann'))).toBe('ann');
    expect(owner(both, there('bob'))).toBe('bob');
    expect(owner(both, away('bob'))).toBeNull();
  });

  it('is the group’s as a whole without deputies', () => {
    expect([owner(undefined, there('ann')), owner({ a: 'gone@x.test' }, there('ann'))]).toEqual([null, null]);
  });
});
