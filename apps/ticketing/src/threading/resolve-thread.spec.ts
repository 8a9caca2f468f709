import { describe, expect, it } from '@jest/globals';
import { DeskFacts } from './desk-facts.js';
import { contactKey } from './person-key.js';
import { resolveThread } from './resolve-thread.js';
import { loadedFacts, type StoredTicket } from './testing/loaded.js';
import { message, type MessageFields } from './testing/message.js';

const OURS = 'command.mac@desk.example';
const NUMBER = '20260302-EML-001';
/** Ann's ticket: Bob was added by an agent, Carol was only cc'd. */
const TICKET: StoredTicket = {
  ticketId: 'T1',
  contact: 'ann@example.com',
  participants: ['bob@example.com'],
  acquaintances: ['ann@example.com', 'bob@example.com', 'carol@example.com'],
  number: NUMBER,
  ids: { 'first@ann': 'seen', [OURS]: 'ours', 'before@nobody': 'unseen' },
  topic: 'printer',
};

/** What becomes of a message at a desk with these tickets: `joins T1`, `review T1` (in a new ticket), `new`. */
function outcome(fields: MessageFields, ...tickets: readonly StoredTicket[]): string {
  const { rule, review, ticket, suggestedTicketId } = decide(fields, ...tickets);
  const kept = ticket.kind === 'existing' && review ? `, kept in ${ticket.ticketId}` : '';
  if (review) return `${rule}: review ${suggestedTicketId}${kept}`;
  return ticket.kind === 'new' ? rule : `${rule}: joins ${ticket.ticketId}`;
}

function decide(fields: MessageFields, ...tickets: readonly StoredTicket[]) {
  const facts = new DeskFacts(() => 'new ticket', loadedFacts(...(tickets.length > 0 ? tickets : [TICKET])));
  return resolveThread(message({ subject: 'Something else', ...fields }), facts);
}

describe('the sender rule', () => {
  const token = (kind: 'valid' | 'expired') => ({ token: { kind, ticketId: 'T1' } });
  const hints: [string, MessageFields][] = [
    ['valid token', token('valid')],
    ['id of ours', { refs: [OURS] }],
    ['id of the ticket', { refs: ['first@ann'] }],
    ['id that only the ticket names', { refs: ['before@nobody'] }],
    ['number', { subject: `Re: 【技术支持】${NUMBER}` }],
    ['expired token', token('expired')],
    ['orphan answer', { subject: 'Re: Printer' }],
  ];
  const wanted: Record<string, readonly string[]> = {
    // who                      token     ours      seen      unseen    number    expired   orphan
    'ann@example.com': ['joins', 'joins', 'joins', 'joins', 'joins', 'review', 'joins'],
    'bob@example.com': ['joins', 'joins', 'joins', 'joins', 'review', 'review', 'joins'],
    'carol@example.com': ['review', 'review', 'review', 'joins', 'review', 'review', 'review'],
    'stranger@example.org': ['review', 'review', 'review', 'joins', 'review', 'review', 'new'],
  };
  const failed: Record<string, readonly string[]> = {
    'ann@example.com': ['joins', 'joins', 'joins', 'joins', 'review', 'review', 'review'],
    'stranger@example.org': ['review', 'review', 'review', 'review', 'review', 'review', 'new'],
  };
  const cells = (table: Record<string, readonly string[]>) =>
    Object.entries(table).flatMap(([from, row]) => row.map((verdict, at) => [from, ...hints[at]!, verdict] as const));

  it.each(cells(wanted))('%s with %s', (from, _hint, fields, verdict) => {
    expect(outcome({ from, ...fields })).toMatch(verdict === 'new' ? /^new$/ : new RegExp(`: ${verdict} T1$`));
  });

  it.each(cells(failed))('%s with %s, checks failed', (from, _hint, fields, verdict) => {
    expect(outcome({ from, checksFailed: true, ...fields })).toMatch(verdict === 'new' ? /^new$/ : new RegExp(`: ${verdict} T1$`));
  });

  it('keeps a doubtful message in a ticket of its own', () => {
    expect(decide({ from: 'stranger@example.org', refs: [OURS] })).toMatchObject({
      ticket: { kind: 'new', ticketId: 'new ticket' },
      review: true,
      suggestedTicketId: 'T1',
      evidence: { id: OURS, state: 'ours', standing: 'none' },
    });
  });

  it('knows a contact by any of his identities', () => {
    const facts = new DeskFacts(() => 'new', loadedFacts({ ...TICKET, contactId: 'c1' }));
    const fromHome = message({ from: 'ann@home.example', refs: ['first@ann'] });
    expect(resolveThread(fromHome, facts)).toMatchObject({ review: true });
    const merged = { ...fromHome, sender: [contactKey('c1'), ...fromHome.sender] };
    expect(resolveThread(merged, facts)).toMatchObject({ review: false, ticket: { ticketId: 'T1' } });
  });

  it('takes nobody for somebody', () => {
    expect(outcome({ from: null, refs: ['first@ann'] })).toBe('reference: review T1');
  });

  it('does not apply to an agent who answered elsewhere, nor to a report about a mail of ours', () => {
    expect(outcome({ from: 'agent@phone', echo: true, refs: ['first@ann'] })).toBe('reference: joins T1');
    expect(outcome({ from: 'mailer-daemon@mx', bounce: true, automated: true, refs: [OURS, 'first@ann'] })).toBe('reference: joins T1');
    expect(outcome({ from: 'mailer-daemon@mx', bounce: true, automated: true, refs: ['first@ann'] })).toBe('reference: review T1');
  });

  it('does apply to other robots', () => {
    expect(outcome({ from: 'robot@example.org', automated: true, refs: [OURS] })).toBe('reference: review T1');
    expect(outcome({ from: 'ann@example.com', automated: true, refs: [OURS] })).toBe('reference: joins T1');
  });
});

describe('what is no evidence', () => {
  it.each([
    ['a number that no ticket has', { subject: 'Re: 20260302-EML-999' }, 'new'],
    ['a token that we did not sign', { token: { kind: 'forged' } }, 'new'],
    ['the subject of an own ticket', { subject: 'Printer' }, 'new'],
    ['an id nobody knows', { refs: ['who@knows'] }, 'new'],
    ['the subject, where ids lead elsewhere', { subject: 'Re: Printer', refs: ['who@knows'] }, 'new'],
    ['the subject of a ticket long quiet', { subject: 'Re: Printer', occurredAt: new Date('2026-06-01T00:00:00Z') }, 'new'],
    ['the conversation key of a mail', { conversation: { key: 'k', continues: false } }, 'new'],
  ] as [string, MessageFields, string][])('%s', (_what, fields, wanted) => {
    expect(outcome(fields, { ...TICKET, conversation: 'k' })).toBe(wanted);
  });

  it('is told all the same', () => {
    expect(decide({ subject: 'Re: 20260302-EML-999', token: { kind: 'forged' } }).evidence).toEqual({
      token: 'forged',
      unknownNumbers: ['20260302-EML-999'],
    });
  });

  it('a forged token does not spoil better evidence', () => {
    expect(decide({ token: { kind: 'forged' }, refs: ['first@ann'] })).toMatchObject({ review: false, evidence: { token: 'forged' } });
  });
});

describe('evidence for two tickets', () => {
  const OTHER: StoredTicket = { ticketId: 'T2', contact: 'ann@example.com', number: '20260302-EML-002', ids: { 'second@ann': 'seen' } };
  const FOREIGN: StoredTicket = { ticketId: 'T3', contact: 'eve@example.org', number: '20260302-EML-003', ids: { 'first@eve': 'seen' } };

  it('goes by rank: token, ids, number', () => {
    const subject = 'Re: 20260302-EML-002';
    expect(outcome({ token: { kind: 'valid', ticketId: 'T1' }, refs: ['second@ann'], subject }, TICKET, OTHER)).toBe('token: joins T1');
    expect(outcome({ refs: ['first@ann'], subject }, TICKET, OTHER)).toBe('reference: joins T1');
  });

  it('lets what joins outrank what is in doubt, and keeps a note of that', () => {
    const decision = decide({ token: { kind: 'expired', ticketId: 'T2' }, refs: ['first@ann'] }, TICKET, OTHER);
    expect(decision).toMatchObject({ rule: 'reference', review: false, ticket: { ticketId: 'T1' } });
    expect(decision.evidence['setAside']).toEqual([{ rule: 'token', ticketId: 'T2', verdict: 'review' }]);
    expect(outcome({ token: { kind: 'expired', ticketId: 'T1' }, refs: ['first@ann'] })).toBe('reference: joins T1');
  });

  it('follows the direct parent', () => {
    expect(outcome({ refs: ['first@ann', 'second@ann'] }, TICKET, OTHER)).toBe('reference: joins T2');
    expect(outcome({ refs: ['second@ann', 'first@ann'] }, TICKET, OTHER)).toBe('reference: joins T1');
  });

  it('makes one of two tickets of the same people', () => {
    expect(decide({ refs: ['second@ann', 'first@ann'] }, TICKET, OTHER).links).toEqual([{ from: 'T2', to: 'T1', safe: true }]);
  });

  it('asks before somebody gets to see more: Bob has no part in the other ticket', () => {
    expect(decide({ refs: ['first@ann', 'second@ann'] }, TICKET, OTHER).links).toEqual([{ from: 'T1', to: 'T2', safe: false }]);
  });

  it('keeps who names a foreign ticket in his own', () => {
    expect(outcome({ refs: ['first@ann', 'first@eve'] }, TICKET, FOREIGN)).toBe('reference: review T3, kept in T1');
    const decision = decide({ refs: ['first@eve', 'first@ann'] }, TICKET, FOREIGN);
    expect(decision).toMatchObject({ review: false, ticket: { ticketId: 'T1' }, links: [{ from: 'T1', to: 'T3', safe: false }] });
  });

  it('lets no passer-by connect the tickets of others', () => {
    const decision = decide({ from: 'stranger@example.org', refs: ['first@eve', 'first@ann'] }, TICKET, FOREIGN);
    expect(decision).toMatchObject({ review: true, suggestedTicketId: 'T1', links: [] });
  });
});

describe('a mail that comes twice', () => {
  const COPIED: StoredTicket = { ...TICKET, copies: [{ messageId: 'first@ann', print: 'p' }] };

  it('is one ticket and folded, whoever asks', () => {
    expect(decide({ id: 'first@ann', print: 'p', inboxId: 'sales' }, COPIED)).toMatchObject({
      ...{ rule: 'same-message', folded: true, review: false, ticket: { kind: 'existing', ticketId: 'T1' } },
    });
  });

  it('with other words is a message of its own: of the sender into the ticket, of another for review', () => {
    expect(outcome({ id: 'first@ann', print: 'other' }, COPIED)).toBe('reference: joins T1');
    expect(outcome({ id: 'first@ann', print: 'other', from: 'stranger@example.org' }, COPIED)).toBe('reference: review T1');
  });

  it('and is ours, back in another inbox, is folded; not when its checks failed', () => {
    expect(decide({ id: OURS, from: 'support@desk.example', fromDesk: true })).toMatchObject({ rule: 'same-message', folded: true });
    expect(outcome({ id: OURS, from: 'support@desk.example', fromDesk: true, checksFailed: true })).toBe('reference: review T1');
  });
});

describe('a conversation that goes on', () => {
  const CHAT: StoredTicket = { ticketId: 'C1', contact: 'visitor', conversation: 'room', ids: { 'support/1': 'seen' } };
  const conversation = { key: 'room', continues: true };

  it('takes everybody in the room, also a quote of what nobody knows', () => {
    expect(outcome({ from: 'visitor', conversation }, CHAT)).toBe('conversation: joins C1');
    expect(outcome({ from: 'another', conversation, refs: ['support/0'] }, CHAT)).toBe('conversation: joins C1');
    expect(outcome({ from: 'another', conversation, refs: ['support/1'] }, CHAT)).toBe('conversation: joins C1');
  });

  it('begins a new ticket when the old one is closed, and joins that from then on', () => {
    const facts = new DeskFacts(() => 'C2', loadedFacts({ ...CHAT, conversation: undefined } as StoredTicket));
    const first = message({ from: 'visitor', conversation, subject: '' });
    const decision = resolveThread(first, facts);
    facts.record(first, decision);
    expect(decision).toMatchObject({ rule: 'new', ticket: { kind: 'new', ticketId: 'C2' } });
    expect(resolveThread(message({ from: 'visitor', conversation, subject: '' }), facts)).toMatchObject({
      rule: 'conversation',
      ticket: { ticketId: 'C2' },
    });
  });
});

describe('merged tickets', () => {
  it('are one: ids, people and copies of the old one lead to the new', () => {
    const old: StoredTicket = { ticketId: 'T2', contact: 'zoe@example.com', ids: { 'old@zoe': 'seen' }, conversation: 'room' };
    const facts = new DeskFacts(() => 'new', loadedFacts(TICKET, old));
    facts.merge('T2', 'T1');
    const outcomeOf = (fields: MessageFields) => resolveThread(message({ subject: 'Something else', ...fields }), facts);
    expect(outcomeOf({ from: 'zoe@example.com', refs: ['old@zoe'] })).toMatchObject({ review: false, ticket: { ticketId: 'T1' } });
    expect(outcomeOf({ from: 'zoe@example.com', refs: ['first@ann'] })).toMatchObject({ review: false, ticket: { ticketId: 'T1' } });
    expect(outcomeOf({ refs: ['old@zoe', 'first@ann'] })).toMatchObject({ ticket: { ticketId: 'T1' }, links: [] });
    expect(outcomeOf({ conversation: { key: 'room', continues: true } })).toMatchObject({ ticket: { ticketId: 'T1' } });
  });
});
