import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import type { EntryView, TicketView } from '../../../apps/ticketing/src/tickets/ticket-view.js';
import { mail, openDesk } from '../../support/ticketing-desk.js';
import type { Desk } from '../../support/ticketing-desk.js';

let desk: Desk;
let person = 0;
let from = '';

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => {
  from = `person${(person += 1)}@example.com`;
});

async function ticketsOf(address: string): Promise<TicketView[]> {
  const [row] = await desk.database.sql.query<{ contact_id: string }>('select contact_id from identities where value = $1', [address]);
  return row === undefined ? [] : [...(await desk.get(TicketReader).list({ contactId: row.contact_id })).items].reverse();
}

async function entriesOf(ticket: TicketView | undefined): Promise<readonly EntryView[]> {
  return (await desk.get(EntryReader).list(ticket!.id)).items;
}

describe('a mail', () => {
  it('becomes the first entry of a numbered ticket, and its sender is told the number', async () => {
    const message = mail({ from, name: 'Ann', subject: 'Printer broken', cc: ['boss@example.com'] });
    await desk.take(message);
    const [ticket] = await ticketsOf(from);
    expect(ticket).toMatchObject({ subject: 'Printer broken', status: 'new', channels: ['email'], inboxId: 'support', folded: false });
    expect(ticket!.number).toMatch(/^20260302-EML-\d{3,}$/);
    expect(ticket!.contact).toMatchObject({ displayName: 'Ann', identities: [{ scheme: 'email', value: from }] });
    const [entry, told] = await entriesOf(ticket);
    expect(entry).toMatchObject({ id: message.id, seq: 1, direction: 'inbound', plainText: 'The printer is broken.', deliveries: 1 });
    expect(entry!.parts).toEqual(message.parts);
    expect(entry!.threading).toMatchObject({ rule: 'new', review: false });
    expect(told).toMatchObject({
      seq: 2,
      direction: 'outbound',
      delivery: { status: 'queued' },
      flags: { automatic: { reason: 'acknowledgement' } },
    });
    const request = (await desk.requests()).find(({ commandId }) => commandId === told!.id);
    expect(request).toMatchObject({
      to: [{ scheme: 'email', value: from, displayName: 'Ann' }],
      subject: `Re: Printer broken 【技术支持】${ticket!.number}`,
      inReplyTo: message.remoteMessageId,
      references: [message.remoteMessageId],
      automatic: { reason: 'acknowledgement' },
      ticketNumber: ticket!.number,
      channelContext: message.channelContext,
    });
    expect(ticket!.numberTold).toMatchObject({ how: 'acknowledgement' });
    const events = (await desk.events(ticket!.id)).map(({ type }) => type);
    expect(events).toEqual(['ticket.opened.v1', 'ticket.entry_added.v1', 'ticket.entry_added.v1']);
  });

  it('counts a second delivery on the entry, but not a record that is read twice', async () => {
    const first = mail({ from });
    await desk.take(first);
    await desk.take(first);
    const [before] = await ticketsOf(from);
    const again = { ...first, deliveryId: 'by another door' };
    desk.clock.advance(1_000);
    await desk.take(again, again);
    const tickets = await ticketsOf(from);
    expect(tickets).toHaveLength(1);
    const [entry] = await entriesOf(tickets[0]);
    expect(entry!.deliveries).toBe(2);
    expect(tickets[0]!.version).toBe(before!.version + 1);
    expect(tickets[0]!.updatedAt.getTime()).toBeGreaterThan(before!.updatedAt.getTime());
    expect((await desk.events(before!.id)).at(-1)).toMatchObject({ type: 'ticket.entry_changed.v1', data: { entryId: first.id } });
    await desk.take(again);
    expect((await ticketsOf(from))[0]!.version).toBe(before!.version + 1);
  });

  it('is found once when it stands twice in one batch', async () => {
    const first = mail({ from });
    await desk.take(first, { ...first, deliveryId: 'again' });
    const [ticket] = await ticketsOf(from);
    const entries = await entriesOf(ticket);
    expect(entries.filter(({ direction }) => direction === 'inbound')).toHaveLength(1);
    expect(entries[0]!.deliveries).toBe(2);
  });

  it('joins the ticket it answers, reopens it and is not acknowledged again', async () => {
    const first = mail({ from });
    await desk.take(first);
    const [ticket] = await ticketsOf(from);
    await desk.database.sql.query(`update tickets set status = 'solved' where id = $1`, [ticket!.id]);
    await desk.take(mail({ from, subject: 'Re: Printer', references: [first.remoteMessageId], text: 'Still broken.' }));
    const tickets = await ticketsOf(from);
    expect(tickets).toHaveLength(1);
    expect(tickets[0]!.status).toBe('open');
    expect(tickets[0]!.version).toBeGreaterThan(ticket!.version);
    expect((await entriesOf(tickets[0])).map(({ direction }) => direction)).toEqual(['inbound', 'outbound', 'inbound']);
    expect((await desk.events(ticket!.id)).at(-1)).toMatchObject({
      type: 'ticket.status_changed.v1',
      data: { from: 'solved', to: 'open' },
    });
  });

  it('finds its parent in the same batch, in whatever order they come', async () => {
    const first = mail({ from });
    const answer = mail({ from, subject: 'Re: Printer', references: [first.remoteMessageId] });
    await desk.take(answer, first);
    const tickets = await ticketsOf(from);
    expect(tickets).toHaveLength(1);
    expect((await entriesOf(tickets[0])).filter(({ direction }) => direction === 'inbound').map(({ id }) => id)).toEqual([
      answer.id,
      first.id,
    ]);
  });

  it('in two inboxes is one ticket with two entries, the second folded, acknowledged once', async () => {
    const fields = { from, id: `both-${from}`, subject: 'To both of you' };
    await desk.take(mail({ ...fields, inbox: 'support' }));
    await desk.take(mail({ ...fields, inbox: 'sales' }));
    const tickets = await ticketsOf(from);
    expect(tickets).toHaveLength(1);
    const entries = await entriesOf(tickets[0]);
    expect(entries.map(({ direction, folded }) => [direction, folded])).toEqual([
      ['inbound', false],
      ['outbound', false],
      ['inbound', true],
    ]);
    expect(entries[2]!.threading).toMatchObject({ rule: 'same-message' });
  });

  it('cannot be suppressed by who knows its id: other words are an entry of their own', async () => {
    const id = `known-${from}`;
    await desk.take(mail({ from, id }));
    await desk.take(mail({ from: `x${from}`, id, text: 'Something else.' }));
    const [other] = await ticketsOf(`x${from}`);
    const [entry] = await entriesOf(other);
    expect(entry!.flags.possibleDuplicate).toBe(true);
    expect(entry!.plainText).toBe('Something else.');
  });

  it('of a stranger that names our ticket goes to review, on a ticket of its own', async () => {
    const first = mail({ from });
    await desk.take(first);
    const [ticket] = await ticketsOf(from);
    await desk.take(mail({ from: `x${from}`, subject: `Re: Printer 【技术支持】${ticket!.number}` }));
    const [own] = await ticketsOf(`x${from}`);
    expect(own!.id).not.toBe(ticket!.id);
    const [entry] = await entriesOf(own);
    expect(entry!.threading).toMatchObject({ rule: 'number', review: true, suggestedTicketId: ticket!.id });
  });

  it('with NULs and broken characters is stored', async () => {
    await desk.take(mail({ from, subject: 'a\0b', text: 'x\0y\ud800z', name: 'N\0' }));
    const [ticket] = await ticketsOf(from);
    expect(ticket!.subject).toBe('ab');
    expect((await entriesOf(ticket))[0]!.plainText).toBe('xy\ufffdz');
  });

  it('with ids as long as can be finds its thread', async () => {
    const id = `${'é'.repeat(900)}@example.com`;
    await desk.take(mail({ from, id }));
    await desk.take(mail({ from, references: [id] }));
    expect(await ticketsOf(from)).toHaveLength(1);
  });
});

describe('automated mail', () => {
  const automated = { flags: { automated: { reason: 'header:auto-submitted', class: 'auto-reply' as const } }, mayAutoReply: false };

  it('opens a ticket that is out of the way, and is not answered', async () => {
    await desk.take(mail({ from }, automated));
    const [ticket] = await ticketsOf(from);
    expect(ticket).toMatchObject({ status: 'closed', folded: true, numberTold: null });
    expect((await entriesOf(ticket)).map(({ folded, direction }) => [folded, direction])).toEqual([[true, 'inbound']]);
  });

  it('joins a thread folded and never reopens it; a person does', async () => {
    const first = mail({ from });
    await desk.take(first);
    const [ticket] = await ticketsOf(from);
    await desk.database.sql.query(`update tickets set status = 'solved' where id = $1`, [ticket!.id]);
    await desk.take(mail({ from, references: [first.remoteMessageId], text: 'I am away.' }, automated));
    expect((await ticketsOf(from))[0]).toMatchObject({ status: 'solved' });
    expect((await entriesOf(ticket)).at(-1)).toMatchObject({ folded: true });
    await desk.take(mail({ from, references: [first.remoteMessageId], text: 'I am back.' }));
    expect((await ticketsOf(from))[0]).toMatchObject({ status: 'open', folded: false });
  });
});
