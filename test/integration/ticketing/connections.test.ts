import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { openInbox } from '../../support/chat-desk.js';
import { type Desk, mail, openDesk } from '../../support/ticketing-desk.js';

/** More than the desk of these tests has connections. */
const WRITERS = 24;
const AGENT = { kind: 'agent', id: randomUUID(), displayName: 'Grace' } as const;
const DAY_MS = 86_400_000;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await openInbox(desk, 'support', 'email', { proactive: true });
});
afterAll(() => desk.close());

const writers = <T>(work: (at: number) => Promise<T>) => Promise.all(Array.from({ length: WRITERS }, (_, at) => work(at)));

// Who waits for a second connection while holding one gives up after 5 s, and with him his transaction.
describe('more writers at once than there are connections, after everything that is remembered has become old', () => {
  it('take mails in', async () => {
    desk.clock.advance(DAY_MS);
    const mails = Array.from({ length: WRITERS }, (_, at) => mail({ from: `writer${at}@example.com`, subject: `Parcel ${at}` }));
    await writers((at) => desk.take(mails[at]!));
    const numbers = await Promise.all(mails.map(async ({ id }) => (await desk.get(EntryReader).find(id))?.ticketId));
    expect(new Set(numbers.filter(Boolean)).size).toBe(WRITERS);
  });

  it('answer', async () => {
    const mails = Array.from({ length: WRITERS }, (_, at) => mail({ from: `asker${at}@example.com`, subject: `Question ${at}` }));
    await desk.take(...mails);
    desk.clock.advance(DAY_MS);
    await writers(async (at) => {
      const ticketId = (await desk.get(EntryReader).find(mails[at]!.id))!.ticketId;
      await desk.get(ReplyService).reply(ticketId, { parts: [toTextPart('Done.')] }, AGENT);
    });
    const answered = (await desk.requests()).filter(({ parts }) => parts.some(({ fallback }) => fallback === 'Done.'));
    expect(answered).toHaveLength(WRITERS);
  });
});
