import { describe, expect, it } from '@jest/globals';
import type { Happening } from '../happenings/happening.js';
import { isGroupByAgent } from './routing-follower.js';

describe('a group is said by an agent', () => {
  const changed = (data: object, type = 'ticket.changed.v1') =>
    isGroupByAgent({ id: 'h', type, ticketId: 't', at: new Date(0), data } as Happening);

  it('in a change of his, not in one of a rule or of something else', () => {
    expect(changed({ changes: { group: {} }, by: { kind: 'agent' } })).toBe(true);
    expect(changed({ changes: { group: {} }, by: { kind: 'system' } })).toBe(false);
    expect(changed({ changes: { group: {} } })).toBe(false);
    expect(changed({ changes: { priority: {} }, by: { kind: 'agent' } })).toBe(false);
    expect(changed({ by: { kind: 'agent' } })).toBe(false);
    expect(changed({ changes: { group: {} }, by: { kind: 'agent' } }, 'ticket.assigned.v1')).toBe(false);
  });
});
