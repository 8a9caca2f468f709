import { describe, expect, it } from '@jest/globals';
import { Desk } from '../desk/desk-schema.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import { newCase, type CaseWithEvidence } from './case.js';
import { planCase } from './plan-case.js';

const DESK = Desk.parse({
  categories: {
    technical: { name: '故障', children: { outage: { name: '停机', priority: 'high' } } },
    usage: { name: '咨询', priority: 'low' },
  },
  requestTypes: {
    question: { name: '咨询', categories: ['usage'], priority: 'low' },
    fault: { name: '故障', categories: ['technical'] },
  },
  defaultRequestType: 'question',
});
const TICKET = {
  id: 'one',
  requestType: null,
  stage: null,
  category: null,
  urgency: null,
  priority: 'normal',
  folded: false,
  quarantined: false,
};
const asked: CaseWithEvidence = { ...newCase('one', 'question', 'default'), evidence: [] };

describe('what a ticket counts as with its type', () => {
  it.each([
    ['new, nothing known of it', {}, null, 'low'],
    ['new, of a category without a priority', { category: 'technical' }, null, null],
    ['new, raised by its words', { priority: 'high' }, null, null],
    ['new, urgent by a definition', { urgency: 'security' }, null, null],
    [
      'sorted later, of a category without a priority',
      { category: 'technical', priority: 'low', requestType: 'question' },
      asked,
      'normal',
    ],
    ['sorted later, of a category with one', { category: 'outage', priority: 'low', requestType: 'question' }, asked, 'high'],
    ['sorted later, after somebody raised it', { category: 'technical', priority: 'urgent', requestType: 'question' }, asked, null],
  ] as const)('%s: %j', (_, facts, found, priority) => {
    expect(planCase({ ...TICKET, ...facts } as unknown as TicketFacts, found, null, null, DESK)?.priority).toBe(priority);
  });

  it('stays where somebody said the type', () => {
    const facts = { ...TICKET, requestType: 'question' } as unknown as TicketFacts;
    expect(planCase(facts, null, null, 'agent', DESK)?.priority).toBeNull();
  });
});
