import { describe, expect, it } from '@jest/globals';
import { groupIdOf } from '../../desk/desk-groups.js';
import { Desk } from '../../desk/desk-schema.js';
import type { TicketFacts } from '../../facts/ticket-facts.js';
import { demandAt } from './demand-at.js';
import { chooseFor, findPlace, isToRoute } from './place.js';

const desk = Desk.parse({
  groups: { chat: { name: 'Chat' }, tech: { name: 'Tech' }, managers: { name: 'Managers' } },
  categories: { product: { name: 'Product', children: { crash: { name: 'Crash' } } } },
  requestTypes: { complaint: { name: 'Complaint', group: 'managers' }, question: { name: 'Question' } },
  routing: { order: [{ when: { categories: ['product'] }, group: 'tech', skills: {} }], default: 'chat' },
});
const ticket = (more: object = {}): TicketFacts =>
  ({
    ...{ status: 'open', folded: false, quarantined: false, groupId: null, assigneeId: null, category: null, requestType: null },
    ...{ language: null, priority: 'normal', urgency: null, mood: null, tags: [], inboxId: null, channels: ['email'], message: null },
    contact: { plan: null, class: null, vip: false, language: null },
    ...more,
  }) as unknown as TicketFacts;
const of = (group: string | null, assigneeId: string | null = null) => ({ groupId: group === null ? null : groupIdOf(group), assigneeId });
const place = (
  at: ReturnType<typeof of>,
  known: { chosen: boolean; groups: string[] } | undefined,
  choice: string | null,
  isPinned = false,
) => findPlace(desk, at, known, { group: choice }, isPinned);

describe('a ticket is routed', () => {
  it('while it is new or open, and neither folded away nor of a flood', () => {
    for (const status of ['new', 'open'] as const) expect(isToRoute(ticket({ status }))).toBe(true);
    for (const more of [{ status: 'pending' }, { status: 'solved' }, { status: 'closed' }, { folded: true }, { quarantined: true }])
      expect(isToRoute(ticket(more))).toBe(false);
  });

  it('by the desk’s order, with the category above its own, unless its request type has a group', () => {
    expect(chooseFor(desk, ticket())).toMatchObject({ group: 'chat', line: null });
    expect(chooseFor(desk, ticket({ category: 'crash' }))).toMatchObject({ group: 'tech', line: 0 });
    expect(chooseFor(desk, ticket({ category: 'crash', requestType: 'complaint' }))).toMatchObject({ group: 'managers', line: 0 });
    expect(chooseFor(desk, ticket({ category: 'crash', requestType: 'question' }))).toMatchObject({ group: 'tech' });
    expect(chooseFor(desk, ticket({ category: 'crash', requestType: 'gone' }))).toMatchObject({ group: 'tech' });
  });
});

describe('the group of a ticket', () => {
  it('is what routing says, where it has none or one that is no more', () => {
    expect(place(of(null), undefined, 'chat')).toEqual({ group: 'chat', chosen: true });
    expect(place({ groupId: 'gone', assigneeId: 'ann' }, undefined, 'chat', true)).toEqual({ group: 'chat', chosen: true });
    expect(place(of(null), undefined, null)).toEqual({ group: null, chosen: true });
  });

  it('follows the facts while routing chose it and nobody has it', () => {
    expect(place(of('chat'), { chosen: true, groups: ['chat'] }, 'tech')).toEqual({ group: 'tech', chosen: true });
    expect(place(of('chat'), { chosen: true, groups: ['chat', 'tech'] }, null)).toEqual({ group: 'chat', chosen: true });
    expect(place(of('chat'), undefined, 'chat')).toEqual({ group: 'chat', chosen: true });
  });

  it('stays where somebody put it', () => {
    expect(place(of('chat'), { chosen: false, groups: ['chat'] }, 'tech')).toEqual({ group: 'chat', chosen: false });
    expect(place(of('chat'), { chosen: true, groups: ['tech', 'chat'] }, 'tech')).toEqual({ group: 'chat', chosen: false });
    expect(place(of('chat'), undefined, 'tech')).toEqual({ group: 'chat', chosen: false });
    expect(place(of('chat'), { chosen: true, groups: ['chat'] }, 'tech', true)).toEqual({ group: 'chat', chosen: false });
    expect(place(of('chat', 'ann'), { chosen: true, groups: ['chat'] }, 'tech')).toEqual({ group: 'chat', chosen: false });
  });
});

describe('what a waiting ticket asks', () => {
  const ALWAYS = { isClosed: () => false, changesAt: () => null };
  const routing = { relaxAfter: undefined, namedHold: 0, languages: 'required' as const };
  const ask = (more: object = {}, preferred: { agent: string; why: 'named' | 'stand_in' | 'last_agent' }[] = [], now = 0) =>
    demandAt({ groups: {}, routing: { ...routing, ...more } }, { group: 'chat', since: 0, preferred }, () => true, ALWAYS, now);

  it('never changes by the time where the desk says nothing of it', () => {
    expect(ask({}, [{ agent: 'm', why: 'named' }], 10 ** 9)).toEqual({
      groups: ['chat'],
      strict: true,
      mustSpeak: true,
      heldFor: null,
      changesAt: null,
    });
  });

  it('wishes for a language where the desk does not insist', () => {
    expect(ask({ languages: 'preferred' })).toMatchObject({ strict: true, mustSpeak: false });
  });

  it('is held for the manager and his stand-in, not for who answered last', () => {
    const held = (why: 'named' | 'stand_in' | 'last_agent') => ask({ namedHold: 50 }, [{ agent: 'm', why }]);
    expect([held('named'), held('stand_in'), held('last_agent')].map(({ heldFor, changesAt }) => [heldFor, changesAt])).toEqual([
      ['m', 50],
      ['m', 50],
      [null, null],
    ]);
  });
});
