import { describe, expect, it } from '@jest/globals';
import { nextStatus, openingStatus, TICKET_STATUSES } from './ticket-state.js';

describe('ticket state', () => {
  it.each(['pending', 'solved', 'closed', 'open'] as const)('comes back to open when the customer writes on a %s ticket', (from) => {
    expect(nextStatus(from, { kind: 'customer_wrote' })).toBe('open');
  });

  it('stays new until an agent looked', () => {
    expect(nextStatus('new', { kind: 'customer_wrote' })).toBe('new');
  });

  it.each(TICKET_STATUSES)('is never moved by a machine: %s', (from) => {
    expect(nextStatus(from, { kind: 'machine_wrote' })).toBe(from);
  });

  it('waits for the customer after an answer', () => {
    expect(nextStatus('new', { kind: 'agent_answered' })).toBe('pending');
    expect(nextStatus('solved', { kind: 'agent_answered' })).toBe('pending');
  });

  it('is ours again when the answer did not arrive', () => {
    expect(nextStatus('pending', { kind: 'answer_failed' })).toBe('open');
    expect(nextStatus('closed', { kind: 'answer_failed' })).toBe('closed');
  });

  it('never becomes new again', () => {
    expect(nextStatus('solved', { kind: 'agent_set', status: 'new' })).toBe('open');
    expect(nextStatus('open', { kind: 'agent_set', status: 'solved' })).toBe('solved');
  });

  it('opens out of the way when no person wrote', () => {
    expect(openingStatus(false)).toBe('closed');
    expect(openingStatus(true)).toBe('new');
  });
});
