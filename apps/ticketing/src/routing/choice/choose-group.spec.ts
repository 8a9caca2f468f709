import { describe, expect, it } from '@jest/globals';
import { RoutingSection } from '../../desk/schema/routing.js';
import { chooseGroup } from './choose-group.js';
import type { RoutingSubject } from './condition.js';
import { findEscalationTarget } from './escalation-target.js';

const SUBJECT: RoutingSubject = {
  ...{ inbox: 'support', channel: 'email', addresses: ['support@example.com'], categories: [], requestType: null, language: null },
  ...{ plan: null, class: null, vip: false, priority: 'normal', urgency: null, mood: null, tags: [] },
};
const routing = RoutingSection.parse({
  order: [
    { when: { moods: ['angry'] }, skills: { calm: 2 } },
    { when: { addresses: ['service@cr魔法.com'] }, group: 'service' },
    { when: { categories: ['technical'], languages: ['en'] }, group: 'tech-en', skills: { calm: 1, english: 3 } },
    { when: { categories: ['technical'] }, group: 'tech' },
    { when: { requestTypes: ['complaint'], plans: ['enterprise', 'pro'] }, group: 'managers' },
  ],
  default: 'first-line',
  lanes: [
    { key: 'vip', name: 'VIP', when: { vip: true } },
    { key: 'paid', name: 'Paid', when: { plans: ['pro'] } },
  ],
});
const choose = (change: Partial<RoutingSubject>) => chooseGroup(routing, { ...SUBJECT, ...change });

describe('the group of a ticket', () => {
  it('is that of the first line that holds as a whole, else the default', () => {
    expect(choose({ categories: ['technical', 'performance'] })).toMatchObject({ group: 'tech', line: 3 });
    expect(choose({ categories: ['technical'], language: 'en-GB' })).toMatchObject({ group: 'tech-en', line: 2 });
    expect(choose({ requestType: 'complaint' })).toMatchObject({ group: 'first-line', line: null });
    expect(choose({ requestType: 'complaint', plan: 'pro' })).toMatchObject({ group: 'managers' });
    expect(chooseGroup(RoutingSection.parse({}), SUBJECT)).toMatchObject({ group: null, lane: 0, skills: [] });
  });

  it('is told by the address written to, in either spelling of its domain', () => {
    expect(choose({ addresses: ['other@example.com', 'Service@xn--cr-g61el41o.com'] }).group).toBe(
      choose({ addresses: ['service@CR魔法.com'] }).group,
    );
    expect(choose({ addresses: ['service@cr魔法.com'] }).group).toBe('service');
  });

  it('asks for the skills of lines above, each at its highest level', () => {
    expect(choose({ mood: 'angry', categories: ['technical'], language: 'en' }).skills).toEqual([
      { skill: 'calm', level: 2 },
      { skill: 'english', level: 3 },
    ]);
    expect(choose({ categories: ['technical'] }).skills).toEqual([]);
  });

  it('has the first lane that holds; none is behind all', () => {
    expect(choose({ vip: true, plan: 'pro' })).toMatchObject({ lane: 0, laneKey: 'vip' });
    expect(choose({ plan: 'pro' })).toMatchObject({ lane: 1, laneKey: 'paid' });
    expect(choose({})).toMatchObject({ lane: 2, laneKey: null });
  });
});

describe('where an escalation goes', () => {
  const groups = { l1: { level: 1 }, l2: { level: 2 }, net: { level: 2 }, l3: { level: 4 }, office: { level: 4 } };
  it('one level up, to the suggested team when it is of that level', () => {
    expect(findEscalationTarget(groups, { level: 1, to: 'next' })).toEqual({ group: 'l2', level: 2 });
    expect(findEscalationTarget(groups, { level: 1, to: 'next', suggested: 'net' })).toEqual({ group: 'net', level: 2 });
    expect(findEscalationTarget(groups, { level: 2, to: 'next' })).toEqual({ group: 'l3', level: 4 });
    expect(findEscalationTarget(groups, { level: 1, to: 'next', suggested: 'l3' })).toMatchObject({ allowed: ['l2', 'net'] });
  });

  it('to the top for disputes, and nowhere from there', () => {
    expect(findEscalationTarget(groups, { level: 1, to: 'top' })).toEqual({ group: 'l3', level: 4 });
    expect(findEscalationTarget(groups, { level: 1, to: 'top', top: 'office' })).toEqual({ group: 'office', level: 4 });
    expect(findEscalationTarget(groups, { level: 4, to: 'next' })).toMatchObject({ problem: expect.stringContaining('highest') });
  });
});
