import { describe, expect, it } from '@jest/globals';
import { Rule } from '../../desk/schema/rules.js';
import { RuleSet } from '../rule-set.js';
import { findDifference, type PastHappening, simulate } from './simulate.js';

const T0 = new Date('2026-03-02T09:00:00Z').getTime();
const rules = (...given: object[]) =>
  new RuleSet(given.map((rule, index) => Rule.parse({ key: `r${index + 1}`, when: ['opened'], ...rule })));
const past = (event: string, minutes = 0, more: Partial<PastHappening> = {}): PastHappening => ({
  ...{
    id: event,
    ticketId: 't',
    event,
    version: 1,
    at: new Date(T0 + minutes * 60_000),
    root: `${event}${minutes}`,
    facts: {},
    changed: {},
  },
  ...more,
});
const END = new Date(T0 + 24 * 3_600_000);
const OPENED = { 'ticket.priority': 'normal', 'ticket.tags': [] };

describe('a rehearsal of one ticket', () => {
  it('lets rules answer each other as they would', () => {
    const set = rules(
      { then: [{ set: { group: 'tech' } }] },
      { when: ['assigned'], if: { fact: 'ticket.group', is: 'tech' }, then: [{ tag: 'seen' }] },
    );
    expect(simulate(set, OPENED, [past('opened')], END)).toMatchObject({
      rules: ['r1', 'r2'],
      facts: { 'ticket.group': 'tech', 'ticket.tags': ['seen'] },
    });
  });

  it('ends rules that would answer each other for ever', () => {
    const set = rules(
      { when: ['opened', 'changed'], then: [{ untag: 'b' }, { tag: 'a' }] },
      { when: ['changed'], then: [{ untag: 'a' }, { tag: 'b' }] },
    );
    expect(simulate(set, OPENED, [past('opened')], END).rules).toEqual(['r1', 'r2']);
  });

  it('runs timers at their time, and not those that were stopped', () => {
    const set = rules(
      { then: [{ startTimer: { name: 'look', after: '2h' } }] },
      { when: ['agent_answered'], then: [{ stopTimer: { name: 'look' } }] },
      { when: ['timer:look'], then: [{ notify: { text: 'nobody answered' } }] },
    );
    expect(simulate(set, OPENED, [past('opened')], END).actions.map((action) => Object.keys(action)[0])).toEqual(['startTimer', 'notify']);
    expect(
      simulate(set, OPENED, [past('opened'), past('agent_answered', 60)], END).actions.map((action) => Object.keys(action)[0]),
    ).toEqual(['startTimer', 'stopTimer']);
  });

  it('keeps what people changed', () => {
    const set = rules({ then: [{ raise: 'high' }] });
    const changed = past('changed', 5, { changed: { 'ticket.priority': 'low' } });
    expect(simulate(set, OPENED, [past('opened'), changed], END).facts['ticket.priority']).toBe('low');
  });

  it('shows what would be another, and nothing where only the rules are', () => {
    const before = simulate(rules({ then: [{ raise: 'high' }, { addNote: 'a' }] }), OPENED, [past('opened')], END);
    const after = simulate(rules({ then: [{ raise: 'urgent' }, { addNote: 'b' }] }), OPENED, [past('opened')], END);
    expect(findDifference(before, after)).toEqual({
      rules: { before: ['r1'], after: ['r1'] },
      changes: { 'ticket.priority': { before: 'high', after: 'urgent' } },
      actions: { gone: [{ addNote: 'a' }], added: [{ addNote: 'b' }] },
    });
    const other = simulate(
      rules({ key: 'renamed', then: [{ raise: 'high' }] }, { then: [{ addNote: 'a' }] }),
      OPENED,
      [past('opened')],
      END,
    );
    expect(findDifference(before, other)).toBeNull();
  });
});
