import { describe, expect, it } from '@jest/globals';
import { RoutingSection } from '../../desk/schema/routing.js';
import type { TicketFacts } from '../../facts/ticket-facts.js';
import { lineOfCategory } from './category-line.js';
import { chooseGroup } from './choose-group.js';
import { holds, type RoutingSubject, toComparableAddress } from './condition.js';
import { findEscalationTarget } from './escalation-target.js';
import { toSubject } from './to-subject.js';

const SUBJECT: RoutingSubject = {
  ...{
    inbox: 'support',
    channel: 'email',
    addresses: ['a@x.test'],
    categories: ['login', 'account'],
    requestType: 'fault',
    language: 'en-GB',
  },
  ...{ plan: 'pro', class: 'gold', vip: false, priority: 'high', urgency: 'urgent', mood: 'angry', tags: ['a', 'b'] },
};

describe('a condition of routing', () => {
  it('holds where it asks nothing', () => {
    expect([holds(undefined, SUBJECT), holds({}, SUBJECT)]).toEqual([true, true]);
  });

  it.each([
    ['inboxes', ['support', 'x'], ['x']],
    ['channels', ['email'], ['webchat']],
    ['addresses', ['A@X.test'], ['b@x.test']],
    ['categories', ['account'], ['accounts']],
    ['requestTypes', ['fault'], ['demand']],
    ['languages', ['en'], ['de']],
    ['plans', ['pro'], ['free']],
    ['classes', ['gold'], ['silver']],
    ['priorities', ['high'], ['low']],
    ['urgencies', ['urgent'], ['low']],
    ['moods', ['angry'], ['calm']],
    ['tags', ['b', 'c'], ['c']],
  ])('asks for %s: one of them is enough, none is not', (name, good, bad) => {
    expect([holds({ [name]: good }, SUBJECT), holds({ [name]: bad }, SUBJECT)]).toEqual([true, false]);
    // All lines of it have to hold.
    expect(holds({ channels: ['email'], vip: false, [name]: bad }, SUBJECT)).toBe(false);
  });

  it('asks for customers who are, and for those who are not', () => {
    expect([holds({ vip: true }, SUBJECT), holds({ vip: false }, SUBJECT), holds({ vip: true }, { ...SUBJECT, vip: true })]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('is not met by what nobody knows', () => {
    const unknown = { ...SUBJECT, inbox: null, language: null, plan: null, mood: null };
    for (const condition of [{ inboxes: ['support'] }, { languages: ['en'] }, { plans: ['pro'] }, { moods: ['angry'] }])
      expect(holds(condition, unknown)).toBe(false);
    expect(holds({ languages: ['en-GB'] }, SUBJECT)).toBe(true);
  });

  it('knows an address in any spelling', () => {
    expect(toComparableAddress('Service@CR魔法.com')).toBe(toComparableAddress('service@xn--cr-g61el41o.com'));
    expect(toComparableAddress('Ann.B@Example.COM')).toBe('ann.b@example.com');
    expect(toComparableAddress('+86 010-ABC')).toBe('+86 010-abc');
    expect(toComparableAddress('A@B@Example.com')).toBe('a@b@example.com');
    expect(toComparableAddress('Ann@Not A Domain')).toBe('ann@not a domain');
  });
});

describe('what routing judges a ticket by', () => {
  const facts = {
    ...{ category: 'login', requestType: 'fault', language: null, priority: 'high', urgency: 'urgent', mood: 'angry', tags: ['a'] },
    ...{ inboxId: 'old', channels: ['phone', 'email'] },
    contact: { plan: 'pro', class: 'gold', vip: true, language: 'zh' },
    message: { channel: 'webchat', inboxId: 'shop', recipients: ['email:Service@x.test', 'email:b@x.test'] },
  } as unknown as TicketFacts;
  const above = (category: string) => [category, 'account'];

  it('is the contact’s last message, else how the ticket began', () => {
    expect(toSubject(facts, above)).toEqual({
      ...{ inbox: 'shop', channel: 'webchat', addresses: ['Service@x.test', 'b@x.test'], categories: ['login', 'account'] },
      ...{ requestType: 'fault', language: 'zh', plan: 'pro', class: 'gold', vip: true, priority: 'high', urgency: 'urgent' },
      ...{ mood: 'angry', tags: ['a'] },
    });
    expect(toSubject({ ...facts, message: null, category: null, language: 'en' } as TicketFacts, above)).toMatchObject({
      ...{ inbox: 'old', channel: 'phone', addresses: [], categories: [], language: 'en' },
    });
    expect(toSubject({ ...facts, message: null, channels: [], inboxId: null } as unknown as TicketFacts, above)).toMatchObject({
      inbox: null,
      channel: '',
    });
  });

  it('is a category with the one above it', () => {
    const desk = { categories: { account: { children: { login: {}, billing: {} } }, other: {} } };
    expect(lineOfCategory(desk, 'login')).toEqual(['login', 'account']);
    expect([lineOfCategory(desk, 'account'), lineOfCategory(desk, 'toString'), lineOfCategory({}, 'login')]).toEqual([
      ['account'],
      ['toString'],
      ['login'],
    ]);
  });
});

describe('the order of a desk', () => {
  it('asks for each skill once, at its highest level, by name', () => {
    const routing = RoutingSection.parse({
      order: [
        { when: { tags: ['a'] }, skills: { ssl: 3, api: 1 } },
        { when: { tags: ['b'] }, skills: { ssl: 2, billing: 2 } },
        { when: { tags: ['c'] }, skills: { never: 1 }, group: 'x' },
      ],
    });
    expect(chooseGroup(routing, SUBJECT)).toEqual({
      skills: [
        { skill: 'api', level: 1 },
        { skill: 'billing', level: 2 },
        { skill: 'ssl', level: 3 },
      ],
      ...{ group: null, lane: 0, laneKey: null, line: null },
    });
  });
});

describe('an escalation', () => {
  const groups = { l1: { level: 1 }, l2: { level: 2 }, net: { level: 2 }, office: { level: 4 }, board: { level: 4 } };

  it('goes to the top that the desk names, unless a team is suggested', () => {
    expect(findEscalationTarget(groups, { level: 1, to: 'top', top: 'board' })).toEqual({ group: 'board', level: 4 });
    expect(findEscalationTarget(groups, { level: 1, to: 'top', top: 'board', suggested: 'office' })).toEqual({ group: 'office', level: 4 });
    expect(findEscalationTarget(groups, { level: 1, to: 'top', top: 'l2' })).toEqual({ group: 'l2', level: 2 });
    expect(findEscalationTarget(groups, { level: 1, to: 'top', top: 'gone' })).toEqual({ group: 'gone', level: 4 });
    expect(findEscalationTarget(groups, { level: 1, to: 'next', top: 'board' })).toEqual({ group: 'l2', level: 2 });
  });

  it('names what is wrong, and what would do', () => {
    expect(findEscalationTarget(groups, { level: 1, to: 'next', suggested: 'board' })).toEqual({
      problem: 'board is no group of level 2',
      allowed: ['l2', 'net'],
    });
    expect(findEscalationTarget(groups, { level: 4, to: 'top' })).toEqual({ problem: 'level 4 is the highest of this desk', allowed: [] });
  });
});
