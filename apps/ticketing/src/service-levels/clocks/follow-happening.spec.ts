import { describe, expect, it } from '@jest/globals';
import type { ClockKind } from '../../desk/schema/targets.js';
import type { Happening } from '../../happenings/happening.js';
import type { Judgement } from '../targets/judge.js';
import type { Clock, ClockEvent } from './clock.js';
import type { ActingEntry } from './entry-acts.js';
import { followHappening, type TicketWorkState } from './follow-happening.js';
import { TicketClocks } from './ticket-clocks.js';

const KINDS = new Set<ClockKind>(['response', 'nextResponse', 'resolution', 'pickup']);
const entry = (id: string, more: object = {}): ActingEntry => ({
  ...{ id, ticketId: 'a', seq: 1, direction: 'inbound', channel: 'email', inboxId: 'support', role: 'customer', flags: {}, folded: false },
  ...{ receivedAt: new Date(10), occurredAt: new Date(5), deliveryStatus: null, call: null, record: null },
  ...more,
});
const answered = (id: string, at: number, more: object = {}) =>
  entry(id, { direction: 'outbound', role: 'agent', occurredAt: new Date(at), ...more });

/** Two tickets, `a` and `b`, every clock of which is due after `length`. */
function open(states: Record<string, TicketWorkState> = {}) {
  const desk = { length: 100 };
  const entries = new Map<string, ActingEntry>();
  const judging = ({ startedAt }: Pick<Clock, 'startedAt'>): Judgement => ({
    ...{ target: 't', calendar: 'c', time: { of: 'clock', ms: desk.length }, stoppedBy: ['answer', 'call'] },
    ...{ dueAt: startedAt + desk.length, warnAt: null },
  });
  const tickets = new Map(['a', 'b'].map((id) => [id, { clocks: [] as Clock[], id }]));
  const books = new Map([...tickets.values()].map(({ id, clocks }) => [id, new TicketClocks(id, clocks, KINDS, judging, 1)]));
  const following = {
    open: { of: (id: string) => books.get(id), stateOf: (id: string) => states[id] ?? ('worked-on' as const) },
    entries,
    acts: new Map(),
    identified: new Map<string, ClockEvent[]>(),
    channelOf: (inbox: string | null, medium: string | null) => `${inbox}/${medium}`,
    held: new Set<string>(),
    now: 500,
  };
  const happen = (type: string, at: number, data: object, ticketId = 'a') =>
    followHappening(following, { id: 'h', type, ticketId, at: new Date(at), data } as Happening);
  const come = (one: ActingEntry, at = 0) => {
    entries.set(one.id, one);
    happen('ticket.entry_added.v1', at, { entryId: one.id });
  };
  const of = (kind: ClockKind, id = 'a') => tickets.get(id)!.clocks.filter((clock) => clock.kind === kind);
  return { desk, held: following.held, entries, happen, come, of, clocks: (id = 'a') => tickets.get(id)!.clocks };
}

describe('clocks follow', () => {
  it('a message: who wrote it waits from when it was here, on the desk’s channel', () => {
    const { come, of } = open();
    come(entry('in'));
    expect(of('response')).toMatchObject([{ startedAt: 10, startedBy: 'in', channel: 'support/email', ivr: [] }]);
  });

  it('a bot: while it serves him he waits for nobody; from when it let him go he does', () => {
    const { happen, come, of, held } = open();
    held.add('a');
    come(entry('in'), 30);
    come(entry('more', { receivedAt: new Date(40) }));
    expect(of('response')).toMatchObject([{ startedAt: 10, pauses: [{ from: 10, to: null }] }]);
    held.delete('a');
    happen('ticket.assigned.v1', 70, {});
    expect(of('response')).toMatchObject([{ startedAt: 10, pauses: [{ from: 10, to: 70 }] }]);
    expect(of('resolution')[0]!.pauses).toEqual([]);
  });

  it('an answer, which ends the wait, and what a machine sends, which does not', () => {
    const { come, of } = open();
    come(entry('in'));
    come(answered('ack', 20, { flags: { automatic: { reason: 'acknowledgement' } } }));
    expect(of('response')[0]!.metAt).toBeNull();
    come(answered('out', 30));
    expect(of('response')[0]).toMatchObject({ metAt: 30, metBy: 'out' });
  });

  it('a call with its keys; when it is told again as taken, its pickup is met', () => {
    const { come, entries, happen, of } = open();
    const call = { startedAt: new Date(40).toISOString(), ivr: [{ key: '3' }] };
    come(entry('call', { channel: 'phone', call }));
    expect(of('response')).toMatchObject([{ startedAt: 40, ivr: ['3'] }]);
    expect(of('pickup')).toMatchObject([{ startedAt: 40, ivr: ['3'], channel: 'support/phone', metAt: null }]);
    entries.set('call', entry('call', { channel: 'phone', call: { ...call, answeredAt: new Date(60).toISOString() } }));
    happen('ticket.entry_changed.v1', 0, { entryId: 'call', change: 'delivery' });
    expect(of('pickup')[0]!.metAt).toBeNull();
    happen('ticket.entry_changed.v1', 0, { entryId: 'call', change: 'revised' });
    expect([of('pickup')[0]!.metAt, of('response')[0]!.metAt]).toEqual([60, 60]);
  });

  it('a message that was revised: it asks for nothing anew', () => {
    const { come, happen, of } = open();
    come(entry('in'));
    come(answered('out', 30));
    happen('ticket.entry_changed.v1', 0, { entryId: 'in', change: 'revised' });
    expect([of('response').length, of('nextResponse').length]).toEqual([1, 0]);
  });

  it('an answer that did not arrive: who waited waits on', () => {
    const { come, entries, happen, of } = open();
    come(entry('in'));
    come(answered('out', 30));
    happen('ticket.entry_changed.v1', 0, { entryId: 'out', change: 'delivery' });
    expect(of('response')[0]!.metAt).toBe(30);
    entries.set('out', answered('out', 30, { deliveryStatus: 'failed' }));
    happen('ticket.entry_changed.v1', 0, { entryId: 'out', change: 'delivery' });
    expect(of('response')[0]!.metAt).toBeNull();
  });

  it('the status: a solved ticket has its solution, one that waits for its customer stands still', () => {
    const { come, happen, of } = open();
    come(entry('in'));
    happen('ticket.status_changed.v1', 30, { from: 'open', to: 'pending' });
    expect(of('resolution')[0]!.pauses).toEqual([{ from: 30, to: null }]);
    happen('ticket.status_changed.v1', 50, { from: 'pending', to: 'solved' });
    expect(of('resolution')[0]!.metAt).toBe(50);
  });

  it.each(['priority', 'category', 'requestType', 'group', 'urgency', 'mood', 'tags', 'level'])('a change of %s: judged anew', (name) => {
    const { come, desk, happen, of } = open();
    come(entry('in'));
    desk.length = 50;
    happen('ticket.changed.v1', 30, { changes: { subject: {}, language: {} } });
    expect(of('response')[0]!.dueAt).toBe(110);
    happen('ticket.changed.v1', 30, { changes: { subject: {}, [name]: {} } });
    expect(of('response')[0]!.dueAt).toBe(60);
  });

  it('nothing of tickets that are gone, of entries that are gone, and of other events', () => {
    const { come, happen, clocks, of } = open();
    happen('ticket.entry_added.v1', 0, { entryId: 'in' }, 'gone');
    happen('ticket.entry_added.v1', 0, { entryId: 'gone' });
    happen('ticket.entry_changed.v1', 0, { entryId: 'gone', change: 'revised' });
    happen('ticket.entry_added.v1', 0, {});
    expect(clocks()).toEqual([]);
    come(entry('in'));
    happen('ticket.assigned.v1', 90, { entryId: 'in', from: 'open', to: 'solved', change: 'revised', changes: { priority: {} } });
    expect(of('response')).toMatchObject([{ metAt: null, cancelledAt: null }]);
    expect(of('resolution')[0]!.metAt).toBeNull();
  });
});

describe('a ticket that nobody works on', () => {
  it('as a flood brought it: no clock begins, but those that run end with it', () => {
    const { come, clocks } = open({ a: 'quarantined' });
    come(entry('in'));
    expect(clocks()).toEqual([]);
    for (const to of ['closed', 'solved']) {
      const states: Record<string, TicketWorkState> = {};
      const flood = open(states);
      flood.come(entry('in'));
      states['a'] = 'quarantined';
      flood.happen('ticket.status_changed.v1', 20, { from: 'open', to: 'pending' });
      expect(flood.of('resolution')[0]!.pauses).toEqual([]);
      flood.happen('ticket.status_changed.v1', 30, { from: 'open', to });
      expect(flood.of('resolution')[0]!.metAt).toBe(30);
    }
  });

  it('as it went into another: it goes on there', () => {
    const states: Record<string, TicketWorkState> = {};
    const { come, happen, of } = open(states);
    come(entry('in'));
    states['a'] = 'merged';
    happen('ticket.status_changed.v1', 30, { from: 'open', to: 'closed' });
    expect(of('resolution')[0]!.metAt).toBeNull();
  });
});

describe('a merge', () => {
  it('takes who waits along, since when he waits; undone, he waits where he did', () => {
    const { come, happen, of } = open();
    come(entry('in'));
    happen('ticket.merged.v1', 70, { intoTicketId: 'b' });
    expect(of('response')[0]).toMatchObject({ cancelledAt: 70, cancelledFor: 'merged' });
    expect(of('response', 'b')).toMatchObject([{ startedAt: 10, startedBy: 'in', channel: 'support/email', cancelledAt: null }]);
    happen('ticket.merged.v1', 80, { intoTicketId: 'b', undone: true });
    expect(of('response')[0]).toMatchObject({ cancelledAt: null, cancelledFor: null });
    expect(of('response', 'b')[0]).toMatchObject({ cancelledAt: 80, cancelledFor: 'moved' });
  });

  it('takes nobody along where nobody waits, and ends what ran also where the other is gone', () => {
    const { come, happen, of, clocks } = open();
    come(entry('in'));
    come(answered('out', 30));
    happen('ticket.merged.v1', 70, { intoTicketId: 'b' });
    expect(clocks('b')).toEqual([]);
    const lone = open();
    lone.come(entry('in'));
    lone.happen('ticket.merged.v1', 70, { intoTicketId: 'gone' });
    expect(lone.of('response')[0]!.cancelledFor).toBe('merged');
    lone.happen('ticket.merged.v1', 80, { intoTicketId: 'gone', undone: true });
    expect(of('resolution')[0]!.cancelledFor).toBe('merged');
  });
});
