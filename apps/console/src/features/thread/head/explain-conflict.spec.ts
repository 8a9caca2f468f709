import { describe, expect, it } from '@jest/globals';
import type { Entry, Ticket } from '../entry.js';
import { toMeanwhile } from './explain-conflict.js';

const ticket = (more: Partial<Ticket>) =>
  ({ status: 'open', priority: 'normal', assignee: null, updatedAt: '2026-03-02T10:00:00.000Z', ...more }) as Ticket;
const made = (by: string, changes: Record<string, { from: unknown; to: unknown }>) => ({
  at: '2026-03-02T09:59:00.000Z',
  by: { kind: 'agent', id: by, displayName: by.toUpperCase() },
  kind: 'edit',
  changes,
});
const entry = (agentId: string | undefined, direction: Entry['direction'] = 'note') =>
  ({
    direction,
    receivedAt: '2026-03-02T09:58:00.000Z',
    author: { role: agentId === undefined ? 'customer' : 'agent', agentId, displayName: agentId },
  }) as Entry;
const me = 'ann';

describe('what happened while somebody looked at a ticket', () => {
  it('is told by who did it, what it is now, and when; what nobody changed by hand was the desk', () => {
    const now = ticket({ status: 'pending', priority: 'high' });
    const found = toMeanwhile({ seen: ticket({}), now, me }, [made('bo', { status: { from: 'open', to: 'pending' } })], []);
    expect(found.changes).toEqual([
      { by: 'BO', at: '2026-03-02T09:59:00.000Z', fields: [['status', 'pending']] },
      { by: null, at: '2026-03-02T10:00:00.000Z', fields: [['priority', 'high']] },
    ]);
  });

  it('is nothing to whoever did it himself, nor a note of the desk', () => {
    const now = ticket({ status: 'pending' });
    const own = toMeanwhile(
      { seen: ticket({}), now, me },
      [made('ann', { status: { from: 'open', to: 'pending' } })],
      [entry('ann'), entry('bo', 'system')],
    );
    expect(own).toEqual({ changes: [], writers: [] });
  });

  it('names who wrote', () => {
    const found = toMeanwhile({ seen: ticket({}), now: ticket({}), me }, [], [entry(undefined, 'inbound'), entry('bo')]);
    expect(found.writers.map(({ by }) => by)).toEqual([null, 'bo']);
  });
});
