import { describe, expect, it } from '@jest/globals';
import { collectClaims, settleClaims } from './collect-claims.js';
import { DeskFacts, nameTickets } from './desk-facts.js';
import { resolveThread } from './resolve-thread.js';
import { message } from './testing/message.js';

function counter(): () => string {
  let made = 0;
  return () => `T${(made += 1)}`;
}

describe('claims of a batch', () => {
  const parent = message({ id: 'b@x', from: 'ann@x' });
  const answer = message({ id: 'c@x', refs: ['a@x', 'b@x'], from: 'ann@x' });
  const other = message({ id: 'd@x', from: 'eve@x' });
  const nameless = message({ id: null, refs: ['A@x'], from: 'eve@x' });

  it('are all own and referred ids, once, in an order that is the same everywhere', () => {
    const { claims } = collectClaims([answer, other, parent, nameless], counter());
    expect(claims.map(({ messageId }) => messageId)).toEqual(['A@x', 'a@x', 'b@x', 'c@x', 'd@x']);
    expect(claims.map(({ own }) => own)).toEqual([null, null, parent.ref, answer.ref, other.ref]);
  });

  it('have one candidate for what ids connect, whatever stands first', () => {
    for (const batch of [
      [answer, other, parent],
      [parent, other, answer],
    ]) {
      const { claims, candidates } = collectClaims(batch, counter());
      const of = (id: string) => claims.find(({ messageId }) => messageId === id)!.candidateTicketId;
      expect([of('a@x'), of('c@x'), candidates.get(parent.ref)]).toEqual([of('b@x'), of('b@x'), of('b@x')]);
      expect(of('d@x')).not.toBe(of('b@x'));
    }
  });

  it('end with the ticket that each message ended in', () => {
    const stranger = message({ id: 'e@x', refs: ['b@x', 'z@x'], from: 'eve@x' });
    const batch = [parent, answer, stranger];
    const newTicketId = counter();
    const plan = collectClaims(batch, newTicketId);
    const facts = new DeskFacts(nameTickets(plan.candidates, newTicketId));
    const decisions = new Map(
      batch.map((one) => {
        const decision = resolveThread(one, facts);
        facts.record(one, decision);
        return [one.ref, decision] as const;
      }),
    );
    const settled = settleClaims(plan, new Set(plan.claims.map(({ messageId }) => messageId)), new Set(), batch, decisions);
    expect(settled).toEqual([
      { messageId: 'a@x', ticketId: 'T1', own: null },
      { messageId: 'b@x', ticketId: 'T1', own: parent.ref },
      { messageId: 'c@x', ticketId: 'T1', own: answer.ref },
      { messageId: 'e@x', ticketId: 'T2', own: stranger.ref },
      { messageId: 'z@x', ticketId: 'T2', own: null },
    ]);
  });

  it('of others are left alone, except an id that turns out to be ours to keep', () => {
    const plan = collectClaims([parent], counter());
    const decisions = new Map([[parent.ref, resolveThread(parent, new DeskFacts(() => 'T9'))]]);
    expect(settleClaims(plan, new Set(), new Set(), [parent], decisions)).toEqual([]);
    expect(settleClaims(plan, new Set(), new Set(['b@x']), [parent], decisions)).toEqual([
      { messageId: 'b@x', ticketId: 'T9', own: parent.ref },
    ]);
  });
});
