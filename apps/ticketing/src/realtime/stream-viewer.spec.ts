import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { ConsumedRecord } from '#event-bus';
import type { Authenticator } from '../agents/authenticator.js';
import type { Principal } from '../agents/principal.js';
import { identifyViewer, mayHear, ticketOf, toStreamViewer } from './stream-viewer.js';

const principal = (scopes: string[], agent: object | null = { id: 'ann' }): Principal =>
  ({ agent, scopes: new Set(scopes), sight: { ownGroups: ['chat'], sees: 'groups', trusted: [] } }) as unknown as Principal;
const facts = { confidential: false, assignee: null, group: 'chat', guests: [] };

describe('who listens', () => {
  it('hears of the tickets that he sees, and of none that nobody knows', () => {
    const ann = toStreamViewer(principal(['tickets:read']));
    expect(ann).toMatchObject({ login: 'ann', viewer: { agentId: 'ann', sees: 'groups', sealed: false } });
    expect([mayHear(ann, facts), mayHear(ann, { ...facts, group: 'billing' }), mayHear(ann, undefined)]).toEqual([true, false, false]);
  });

  it('hears of all where he sees all, a program too', () => {
    const program = toStreamViewer({ ...principal(['admin'], null), sight: null });
    expect(program).toEqual({ viewer: null, login: null });
    expect([mayHear(program, undefined), mayHear(program, { ...facts, confidential: true })]).toEqual([true, true]);
  });

  it('is looked at again without keeping his login alive, and listens no more when he may not', async () => {
    const asked: boolean[] = [];
    const listening = (found: Principal | null) =>
      identifyViewer(
        { identify: (_: IncomingMessage, counts: boolean) => (asked.push(counts), Promise.resolve(found)) } as unknown as Authenticator,
        {} as IncomingMessage,
      );
    expect(await listening(principal(['tickets:read']))).toMatchObject({ login: 'ann' });
    expect(await listening(principal(['tickets:write']))).toBeNull();
    expect(await listening(null)).toBeNull();
    expect(asked).toEqual([false, false, false]);
  });

  it('hears of events by their ticket', () => {
    const record = (data: object) => ({ envelope: { data } }) as unknown as ConsumedRecord;
    expect([ticketOf(record({ ticketId: 't' })), ticketOf(record({ ticketId: 7 })), ticketOf(record({}))]).toEqual([
      't',
      undefined,
      undefined,
    ]);
  });
});
