import { describe, expect, it } from '@jest/globals';
import { Rule } from '../desk/schema/rules.js';
import type { RuleFacts } from './rule-condition.js';
import { MOST_DEPTH, MOST_RUNS_AN_HOUR, planRuns, type PlanningFacts } from './rule-plan.js';
import { RuleSet } from './rule-set.js';

const happening = (id: string, event: string, facts: RuleFacts = {}, ticketId = 't') => ({
  id,
  ticketId,
  event,
  version: 1,
  at: new Date(0),
  root: id,
  facts,
});
const known = (more: Partial<PlanningFacts> = {}): PlanningFacts => ({
  facts: new Map([['t', {}]]),
  chains: new Map(),
  often: new Map(),
  ...more,
});
const set = new RuleSet(
  [
    { key: 'open', when: ['opened'], then: [{ set: { stage: 'intake' } }] },
    { key: 'follow', when: ['changed'], if: { fact: 'ticket.stage', is: 'intake' }, then: [{ tag: 'seen' }] },
    { key: 'said', when: ['customer_wrote'], if: { fact: 'message.text', contains: 'down' }, then: [{ raise: 'urgent' }] },
  ].map((rule) => Rule.parse(rule)),
);

describe('what rules want of a batch', () => {
  it('is planned in order, each happening seeing what the ones before changed, and words only of its own message', () => {
    const planned = planRuns(
      set,
      [happening('1', 'opened', { 'message.text': 'all is down' }), happening('2', 'customer_wrote'), happening('3', 'changed')],
      known(),
    );
    expect(planned.map(({ rule, chain, depth }) => [rule, chain, depth])).toEqual([
      ['open', '1', 1],
      ['follow', '3', 1],
    ]);
  });

  it('goes on in the chain of what caused it, and runs no rule a second time there', () => {
    const chains = new Map([['9', { chain: '1', depth: 1, rules: ['open', 'follow'] }]]);
    const facts = new Map([['t', { 'ticket.stage': 'intake' }]]);
    expect(planRuns(set, [happening('9', 'changed')], known({ chains, facts }))).toEqual([]);
    const first = new Map([['9', { chain: '1', depth: 1, rules: ['open'] }]]);
    const [run] = planRuns(set, [happening('9', 'changed')], known({ chains: first, facts }));
    expect(run).toMatchObject({ rule: 'follow', chain: '1', depth: 2 });
  });

  it('cuts a chain that is too deep, and says so', () => {
    const chains = new Map([['9', { chain: '1', depth: MOST_DEPTH, rules: [] }]]);
    const [run] = planRuns(set, [happening('9', 'opened')], known({ chains }));
    expect(run!.fault).toContain('the chain was cut');
    expect(run!.actions).toEqual([]);
  });

  it('cuts what runs too often, and says so once', () => {
    const times = (count: number) => planRuns(set, [happening('9', 'opened')], known({ often: new Map([['t open', count]]) }));
    expect(times(MOST_RUNS_AN_HOUR - 1)[0]!.fault).toBeUndefined();
    expect(times(MOST_RUNS_AN_HOUR)[0]!.fault).toContain('within an hour');
    expect(times(MOST_RUNS_AN_HOUR + 1)).toEqual([]);
  });

  it('leaves tickets alone that nobody works on', () => {
    expect(planRuns(set, [happening('1', 'opened', {}, 'folded')], known())).toEqual([]);
  });
});
