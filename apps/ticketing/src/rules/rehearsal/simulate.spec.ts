import { describe, expect, it } from '@jest/globals';
import type { Desk } from '../../desk/desk-schema.js';
import { Rule } from '../../desk/schema/rules.js';
import { RuleSet } from '../rule-set.js';
import { findDifference, type PastHappening, simulate as simulateAround } from './simulate.js';
import type { Surroundings } from './surroundings.js';

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
/** Always open, and what else is said of a moment. */
const around = (factsAt: Surroundings['factsAt'] = () => ({})): Surroundings => ({
  factsAt,
  sleepEnd: (snooze, _facts, at) => at.getTime() + (snooze.for === '2 h' ? 2 * 3_600_000 : 3_600_000),
});
const simulate = (set: RuleSet, opened: Parameters<typeof simulateAround>[1], happened: PastHappening[], until: Date, near = around()) =>
  simulateAround(set, opened, happened, until, near);
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

  it('lets a ticket sleep, and wakes it in time or by what its customer writes', () => {
    const set = rules(
      { then: [{ snooze: { for: '2 h' } }] },
      { when: ['status_changed'], if: { fact: 'event.to', is: 'open' }, then: [{ addNote: 'awake' }] },
      { when: ['customer_wrote'], if: { fact: 'ticket.status', is: 'open' }, then: [{ addNote: 'wrote' }] },
    );
    const opening = [past('opened', 0, { root: 'opening' }), past('customer_wrote', 0, { root: 'opening' })];
    const notes = (...more: PastHappening[]) =>
      simulate(set, OPENED, [...opening, ...more], END).actions.flatMap(({ addNote }) => (addNote === undefined ? [] : [addNote]));
    expect(simulate(set, OPENED, opening, new Date(T0 + 3_600_000)).facts['ticket.status']).toBe('pending');
    expect(notes()).toEqual(['awake']);
    expect(notes(past('customer_wrote', 60))).toEqual(['wrote']);
    expect(notes(past('customer_wrote', 180))).toEqual(['awake', 'wrote']);
  });

  it('hands a ticket up as the levels of the desk are', () => {
    const levels = {
      groups: { one: { level: 1 }, two: { level: 2 } } as unknown as Desk['groups'],
      routing: { escalation: { reasons: { stuck: { name: 'Stuck', to: 'next' as const } }, triedNeeded: false } },
    };
    const set = new RuleSet(
      [
        Rule.parse({ key: 'up', when: ['opened'], then: [{ set: { group: 'one' } }, { escalate: { reason: 'stuck' } }] }),
        Rule.parse({ key: 'told', when: ['escalated'], if: { fact: 'event.reason', is: 'stuck' }, then: [{ tag: 'up' }] }),
        Rule.parse({ key: 'no-further', when: ['escalated'], then: [{ escalate: { reason: 'stuck' } }] }),
      ],
      levels,
    );
    expect(simulate(set, OPENED, [past('opened')], END).facts).toMatchObject({
      ...{ 'ticket.group': 'two', 'ticket.level': 2, 'ticket.tags': ['up'] },
    });
  });

  it('asks what the hours were at each moment, of timers too', () => {
    const set = rules(
      { then: [{ startTimer: { name: 'look', after: '2h' } }] },
      { when: ['timer:look'], if: { fact: 'calendar.open', is: false }, then: [{ tag: 'night' }] },
    );
    const night = (hour: number) => around((at) => ({ 'calendar.open': at.getTime() < T0 + hour * 3_600_000 }));
    expect(simulate(set, OPENED, [past('opened')], END, night(1)).facts['ticket.tags']).toEqual(['night']);
    expect(simulate(set, OPENED, [past('opened')], END, night(3)).facts['ticket.tags']).toEqual([]);
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
