import { describe, expect, it } from '@jest/globals';
import { type ActingEntry, actOf, askedAt, CALL_NOTED, CONTACT_MADE, hasNotArrived, identifiedAt } from './entry-acts.js';

const OCCURRED = new Date('2026-03-02T09:00:00Z');
const RECEIVED = new Date('2026-03-02T09:00:05Z');
const entry = (more: object = {}): ActingEntry => ({
  ...{
    id: 'e',
    ticketId: 't',
    seq: 1,
    direction: 'inbound',
    channel: 'email',
    inboxId: 'support',
    role: 'customer',
    flags: {},
    folded: false,
  },
  ...{ receivedAt: RECEIVED, occurredAt: OCCURRED, deliveryStatus: null, call: null, record: null },
  ...more,
});
const sent = (more: object = {}) => entry({ direction: 'outbound', role: 'agent', ...more });
const call = (more: object) => entry({ channel: 'phone', call: { startedAt: '2026-03-02T08:59:00Z', ivr: [], ...more } });

describe('a customer asks', () => {
  it('since his message was here, or since he rang', () => {
    expect(askedAt(entry())).toBe(RECEIVED.getTime());
    expect(askedAt(call({}))).toBe(Date.parse('2026-03-02T08:59:00Z'));
  });

  it.each([
    ['an answer of ours', { direction: 'outbound' }],
    ['what an agent wrote elsewhere', { direction: 'echo' }],
    ['one of us who writes in', { role: 'agent' }],
    ['a machine', { flags: { automated: { reason: 'auto-submitted', class: 'auto' } } }],
    ['a bounce', { flags: { bounce: true } }],
    ['spam', { flags: { spam: true } }],
    ['old mail that was brought in', { flags: { historical: true } }],
    ['the same mail in another inbox', { folded: true }],
  ])('not: %s', (_, more) => {
    expect(askedAt(entry(more))).toBeNull();
  });
});

describe('somebody of ours was in touch', () => {
  it.each([
    ['an agent’s answer', sent(), { by: 'answer', at: OCCURRED.getTime() }],
    ['a bot’s answer', sent({ role: 'bot' }), { by: 'bot', at: OCCURRED.getTime() }],
    [
      'a bot’s answer, which is automatic too',
      sent({ role: 'bot', flags: { automatic: { reason: 'bot' } } }),
      { by: 'bot', at: OCCURRED.getTime() },
    ],
    ['what an agent wrote elsewhere', sent({ direction: 'echo' }), { by: 'answer', at: OCCURRED.getTime() }],
    ['what a bot wrote elsewhere', sent({ direction: 'echo', role: 'bot' }), { by: 'bot', at: OCCURRED.getTime() }],
    ['a note', sent({ direction: 'note' }), { by: 'note', at: OCCURRED.getTime() }],
    ['what an agent typed in for him', entry({ flags: { recordedBy: 'ann' } }), { by: 'call', at: RECEIVED.getTime() }],
    ['a call that was taken', call({ answeredAt: '2026-03-02T08:59:20Z' }), { by: 'call', at: Date.parse('2026-03-02T08:59:20Z') }],
  ])('by %s', (_, given, act) => {
    expect(actOf(given)).toEqual(act);
  });

  it.each([
    ['what the customer writes', entry()],
    ['an acknowledgement', sent({ role: 'agent', flags: { automatic: { reason: 'acknowledgement' } } })],
    ['an agent’s out-of-office mail', sent({ direction: 'echo', flags: { automated: { reason: 'auto-reply', class: 'auto' } } })],
    ['old mail that was brought in', sent({ flags: { historical: true } })],
    ['what the house says', sent({ role: 'system' })],
    ['a record', entry({ direction: 'system', role: 'system', record: { code: 'ticket.moved' } })],
    ['a note of a program', sent({ direction: 'note', role: 'system' })],
    ['an answer that failed', sent({ deliveryStatus: 'failed' })],
    ['an answer that was taken back', sent({ deliveryStatus: 'recalled' })],
    ['a call that nobody took', call({ endedAt: '2026-03-02T09:00:00Z', outcome: 'abandoned_queue' })],
    ['a mailbox', call({ answeredAt: '2026-03-02T08:59:20Z', outcome: 'voicemail' })],
  ])('not by %s', (_, given) => {
    expect(actOf(given)).toBeNull();
  });

  it('by a way that no channel saw, where he was reached', () => {
    const made = (data?: object) =>
      actOf(sent({ direction: 'system', record: { code: CONTACT_MADE, ...(data === undefined ? {} : { data }) } }));
    expect(made({ reached: true, at: '2026-03-02T08:00:00Z' })).toEqual({ by: 'call', at: Date.parse('2026-03-02T08:00:00Z') });
    expect(made({ reached: true })).toEqual({ by: 'call', at: OCCURRED.getTime() });
    expect([made({ reached: false, at: '2026-03-02T08:00:00Z' }), made()]).toEqual([null, null]);
  });

  it('knows with whom by a note that names him, or a contact that reached him', () => {
    const at = (code: string, data: object) => identifiedAt(sent({ direction: 'note', record: { code, data } }));
    expect(at(CALL_NOTED, { identified: true })).toBe(OCCURRED.getTime());
    expect(at(CONTACT_MADE, { reached: true, at: '2026-03-02T08:00:00Z' })).toBe(Date.parse('2026-03-02T08:00:00Z'));
    expect(at(CONTACT_MADE, { reached: true })).toBe(OCCURRED.getTime());
    expect([
      at(CALL_NOTED, { identified: false }),
      at(CONTACT_MADE, { reached: false }),
      at('ticket.moved', {}),
      identifiedAt(sent()),
    ]).toEqual([null, null, null, null]);
  });

  it('did not arrive where sending failed or was taken back, and only then', () => {
    const statuses = ['failed', 'recalled', 'queued', 'sent', 'delivered', 'unknown', null];
    expect(statuses.filter((deliveryStatus) => hasNotArrived(sent({ deliveryStatus })))).toEqual(['failed', 'recalled']);
  });
});
