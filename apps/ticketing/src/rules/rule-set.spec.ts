import { describe, expect, it } from '@jest/globals';
import { Rule } from '../desk/schema/rules.js';
import { RuleSet } from './rule-set.js';

const rules = (...given: object[]) => new RuleSet(given.map((rule) => Rule.parse({ when: ['opened'], then: [{ tag: 'x' }], ...rule })));
const keys = (set: RuleSet, facts = {}, event = 'opened') => set.run(event, facts).runs.map(({ rule }) => rule);

describe('a rule set', () => {
  it('runs from the first to the last, each seeing what those before it changed', () => {
    const set = rules(
      { key: 'first', then: [{ raise: 'high' }, { tag: ['hot', 'new'] }] },
      {
        key: 'second',
        if: {
          all: [
            { fact: 'ticket.priority', is: 'high' },
            { fact: 'ticket.tags', contains: 'HOT' },
          ],
        },
        then: [{ set: { level: 2, fields: { via: 'rule' } } }],
      },
      { key: 'third', if: { fact: 'ticket.fields.via', is: 'rule' }, then: [{ untag: 'hot' }] },
    );
    const { runs, facts } = set.run('opened', { 'ticket.priority': 'low', 'ticket.tags': [] });
    expect(runs.map(({ rule, changes }) => [rule, changes])).toEqual([
      ['first', { 'ticket.priority': { from: 'low', to: 'high' }, 'ticket.tags': { from: [], to: ['hot', 'new'] } }],
      ['second', { 'ticket.level': { from: null, to: 2 }, 'ticket.fields.via': { from: null, to: 'rule' } }],
      ['third', { 'ticket.tags': { from: ['hot', 'new'], to: ['new'] } }],
    ]);
    expect(facts['ticket.tags']).toEqual(['new']);
  });

  it('says what held, with the values it found', () => {
    const set = rules({
      key: 'a',
      if: {
        any: [
          { fact: 'contact.vip', is: true },
          { fact: 'message.text', contains: ['refund', '退款'] },
        ],
      },
    });
    expect(set.run('opened', { 'message.text': `我要退款 ${'x'.repeat(500)}` }).runs[0]!.matched).toEqual([
      { fact: 'message.text', operator: 'contains', wanted: ['refund', '退款'], value: '退款' },
    ]);
  });

  it.each([
    [{ fact: 'a', is: 'API' }, { a: 'ａｐｉ' }, true],
    [{ fact: 'a', not: 'x' }, {}, true],
    [{ fact: 'a', in: ['x', 'y'] }, { a: 'y' }, true],
    [{ fact: 'a', notIn: ['x', 'y'] }, { a: 'y' }, false],
    [{ fact: 'a', notIn: ['x', 'y'] }, { a: null }, true],
    [{ fact: 'a', above: 3 }, { a: 3 }, false],
    [{ fact: 'a', above: 3 }, { a: '9' }, false],
    [{ fact: 'a', below: 3 }, { a: 2.5 }, true],
    [{ fact: 'a', exists: true }, { a: [] }, false],
    [{ fact: 'a', exists: false }, { a: '' }, true],
    [{ fact: 'a', exists: true }, { a: false }, true],
    [{ fact: 'a', contains: 'x' }, { a: ['xy'] }, false],
    [{ fact: 'a', matches: '^b' }, { a: ['abc', 'bcd'] }, true],
    [
      {
        none: [
          { fact: 'a', is: 1 },
          { fact: 'a', is: 2 },
        ],
      },
      { a: 2 },
      false,
    ],
    [{ none: [{ fact: 'a', is: 1 }] }, { a: 2 }, true],
  ])('%j of %j is %s', (condition, facts, holds) => {
    expect(keys(rules({ key: 'a', if: condition }), facts)).toEqual(holds ? ['a'] : []);
  });

  it('leaves out what another event asks for, what is switched off, and what stands below a stop', () => {
    const set = rules({ key: 'a', when: ['rated'] }, { key: 'b', enabled: false }, { key: 'c', stop: true }, { key: 'd' });
    expect(keys(set)).toEqual(['c']);
    expect(keys(set, {}, 'rated')).toEqual(['a']);
    expect(set.follows('noted')).toBe(false);
  });

  it('never lowers what is to be raised', () => {
    expect(rules({ key: 'a', then: [{ raise: 'normal' }] }).run('opened', { 'ticket.priority': 'high' }).runs[0]!.changes).toEqual({});
  });

  it('runs a rule once in a chain', () => {
    expect(
      rules({ key: 'a' }, { key: 'b' })
        .run('opened', {}, new Set(['a']))
        .runs.map(({ rule }) => rule),
    ).toEqual(['b']);
  });
});
