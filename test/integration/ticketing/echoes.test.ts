import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboundMessage, InboxId } from '#contracts';
import { InboxDirectory } from '../../../apps/ticketing/src/inboxes/inbox-directory.js';
import { InboxRepository } from '../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import { mail, type MailFields, openDesk, type Desk } from '../../support/ticketing-desk.js';

let desk: Desk;
let person = 0;
let customer = '';
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => {
  customer = `customer${(person += 1)}@example.com`;
});

/** What an agent wrote in her own mail program, as the connector hands it in. */
function echo(fields: MailFields & { to?: readonly string[] }, more: Partial<InboundMessage> = {}): InboundMessage {
  const made = mail({ from: 'support@example.com', name: 'Kim', ...fields }, more);
  const recipients = (fields.to ?? [customer]).map((value) => ({
    kind: 'to' as const,
    identity: { scheme: 'email', value, raw: value, assurance: 'claimed' as const },
  }));
  return { ...made, direction: 'echo', sender: { ...made.sender, role: 'agent' }, recipients, mayAutoReply: false };
}

const find = async ({ id }: InboundMessage) => {
  const entry = (await desk.get(EntryReader).find(id))!;
  const entries = (await desk.get(EntryReader).list(entry.ticketId)).items;
  return { entry, entries, ticket: (await desk.get(TicketReader).find(entry.ticketId))! };
};
const setStatus = (id: string, status: string) => desk.database.sql.query('update tickets set status = $2 where id = $1', [id, status]);

describe('an answer that an agent wrote elsewhere', () => {
  it('appears in the thread by what it answers, and moves nothing', async () => {
    const question = mail({ from: customer });
    await desk.take(question);
    const { ticket } = await find(question);
    await setStatus(ticket.id, 'solved');
    const before = (await desk.requests()).length;
    const answer = echo({ references: [question.remoteMessageId], text: 'Sent today.' });
    await desk.take(answer);
    const after = await find(answer);
    expect(after.ticket).toMatchObject({ id: ticket.id, status: 'solved' });
    expect(after.entry).toMatchObject({ direction: 'echo', author: { role: 'agent', displayName: 'Kim' }, folded: false });
    expect(await desk.requests()).toHaveLength(before);
  });

  it('does not become the one who is answered: the next reply goes to the customer', async () => {
    const question = mail({ from: customer });
    await desk.take(question, echo({ references: [question.remoteMessageId] }));
    const { ticket } = await find(question);
    const text = { partId: '1', type: 'text' as const, text: 'Again', fallback: 'Again' };
    await desk.get(ReplyService).reply(ticket.id, { parts: [text] }, { kind: 'agent', displayName: 'Kim' });
    expect((await desk.requests()).at(-1)).toBeDefined();
    expect((await desk.requests()).find(({ parts }) => parts[0]!.fallback === 'Again')).toMatchObject({ to: [{ value: customer }] });
  });
});

describe('a mail that an agent began elsewhere', () => {
  it('opens a ticket of whom she wrote to, which waits for him; his answer opens it and no robot answers', async () => {
    const first = echo({ to: ['support@example.com', customer], subject: 'Your visit' });
    await desk.take(first);
    const { ticket } = await find(first);
    expect(ticket).toMatchObject({ status: 'pending', folded: false, contact: { identities: [{ value: customer }] } });
    const answer = mail({ from: customer, references: [first.remoteMessageId], subject: 'Re: Your visit' });
    await desk.take(answer);
    const after = await find(answer);
    expect(after.ticket).toMatchObject({ id: ticket.id, status: 'open' });
    expect(after.entries.map(({ direction }) => direction)).toEqual(['echo', 'inbound']);
  });

  it('waits for nobody when it was written before the inbox was followed, or by her holiday robot', async () => {
    const old = echo({}, { flags: { historical: true } });
    const robot = echo({}, { flags: { automated: { reason: 'header:auto-submitted', class: 'auto-reply' } } });
    await desk.take(old, robot);
    expect((await find(old)).ticket).toMatchObject({ status: 'closed', folded: false });
    expect((await find(robot)).ticket).toMatchObject({ status: 'closed', folded: true });
  });
});

describe('an inbox with aliases', () => {
  it('is nobody that people have in common, and nobody an agent wrote to, in either spelling', async () => {
    await desk.get(InboxRepository).keep(desk.database.sql, [
      {
        ...{ inboxId: 'support' as InboxId, channel: 'email', provider: 'mail', state: 'connected', at: '2026-03-02T09:00:00.000Z' },
        inbox: { address: 'support@example.com', aliases: ['hilfe@bücher.example'] },
      },
    ]);
    await desk.get(InboxDirectory).refresh();
    const alias = 'hilfe@xn--bcher-kva.example';
    const first = mail({ from: customer, subject: 'Lost parcel', cc: [alias] });
    await desk.take(first);
    const stranger = mail({ from: 'stranger@example.com', subject: 'Re: Lost parcel', cc: [alias] });
    await desk.take(stranger);
    expect((await find(stranger)).entry.threading).toMatchObject({ rule: 'new', review: false });
    const started = echo({ to: [alias, customer], subject: 'Another matter' });
    await desk.take(started);
    expect((await find(started)).ticket.contact.identities).toMatchObject([{ value: customer }]);
  });
});
