import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { MoveService } from '../../../apps/ticketing/src/moves/move.service.js';
import { ReviewService } from '../../../apps/ticketing/src/moves/review.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketEditor } from '../../../apps/ticketing/src/tickets/ticket-editor.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import type { TicketView } from '../../../apps/ticketing/src/tickets/ticket-view.js';
import { mail, openDesk } from '../../support/ticketing-desk.js';
import type { Desk } from '../../support/ticketing-desk.js';

const agent = { kind: 'agent', id: randomUUID(), displayName: 'Grace' } as const;
let desk: Desk;
let person = 0;
let from = '';

beforeAll(async () => {
  desk = await openDesk({ settings: { acknowledgements: { perAddressPerDay: 0 } } });
});
afterAll(() => desk.close());
beforeEach(() => {
  from = `person${(person += 1)}@example.com`;
});

/** The ticket that a mail is in now, and the mail's entry. */
async function takeAndFind(...given: Parameters<typeof mail>): Promise<{ ticket: TicketView; entryId: string; id: string }> {
  const message = mail(...given);
  await desk.take(message);
  const entry = (await desk.get(EntryReader).find(message.id))!;
  return { ticket: (await desk.get(TicketReader).find(entry.ticketId))!, entryId: entry.id, id: message.remoteMessageId };
}

async function textsOf(ticketId: string): Promise<string[]> {
  return (await desk.get(EntryReader).list(ticketId)).items
    .filter(({ direction }) => direction === 'inbound')
    .map(({ plainText }) => plainText);
}

describe('a move', () => {
  it('takes the thread along, is recorded on both sides and can be undone', async () => {
    const one = await takeAndFind({ from, subject: 'One', text: 'first' });
    const wrong = await takeAndFind({ from, subject: 'Re: One', text: 'of the other matter', references: [one.id] });
    const two = await takeAndFind({ from, subject: 'Two', text: 'second' });
    const move = await desk.get(MoveService).move(one.ticket.number, two.ticket.id, { entryIds: [wrong.entryId] }, agent);
    expect(await textsOf(two.ticket.id)).toEqual(['second', 'of the other matter']);
    await takeAndFind({ from, subject: 'Re: One', text: 'answer to the moved one', references: [wrong.id] });
    expect(await textsOf(two.ticket.id)).toContain('answer to the moved one');
    for (const ticket of [one.ticket, two.ticket])
      expect((await desk.get(EntryReader).list(ticket.id)).items.some(({ direction }) => direction === 'system')).toBe(true);
    await desk.get(MoveService).undo(move.id, agent);
    expect(await textsOf(one.ticket.id)).toEqual(['first', 'of the other matter']);
    await expect(desk.get(MoveService).undo(move.id, agent)).rejects.toMatchObject({ code: 'move_undone' });
    const [entry] = (await desk.get(EntryReader).list(one.ticket.id)).items.filter(({ id }) => id === wrong.entryId);
    expect(entry!.seq).toBe(2);
  });

  it('into a new ticket is a split', async () => {
    const one = await takeAndFind({ from, text: 'first' });
    const other = await takeAndFind({ from, text: 'a matter of its own', references: [one.id] });
    const split = await desk.get(MoveService).split(one.ticket.id, { entryIds: [other.entryId], subject: 'Another matter' }, agent);
    const ticket = (await desk.get(TicketReader).find(split.toTicket))!;
    expect(ticket).toMatchObject({ subject: 'Another matter', contact: { id: one.ticket.contact.id } });
    expect(ticket.number).not.toBe(one.ticket.number);
    expect((await desk.events(ticket.id))[0]).toMatchObject({ type: 'ticket.opened.v1' });
    expect(await textsOf(ticket.id)).toEqual(['a matter of its own']);
    await desk.get(MoveService).undo(split.id, agent);
    expect(await textsOf(one.ticket.id)).toEqual(['first', 'a matter of its own']);
    // Nothing is left in it that anybody could answer.
    expect(await desk.get(TicketReader).find(split.toTicket)).toMatchObject({ status: 'closed', folded: true });
    const kept = await desk.get(MoveService).split(one.ticket.id, { entryIds: [other.entryId], subject: 'Once more' }, agent);
    const came = await takeAndFind({ from: 'third@example.com', references: [other.id] });
    await desk.get(MoveService).move(came.ticket.id, kept.toTicket, { entryIds: [came.entryId] }, agent);
    await desk.get(MoveService).undo(kept.id, agent);
    expect(await desk.get(TicketReader).find(kept.toTicket)).toMatchObject({ status: 'new', folded: false });
  });

  it('leaves him a participant who wrote into the other ticket meanwhile', async () => {
    const own = await takeAndFind({ from, subject: 'Mine' });
    const other = await takeAndFind({ from: `host-${from}`, subject: 'Theirs' });
    const move = await desk.get(MoveService).move(own.ticket.id, other.ticket.id, { entryIds: [own.entryId] }, agent);
    const joined = await takeAndFind({ from, subject: 'Re: Theirs', references: [other.id] });
    expect(joined.ticket.id).toBe(other.ticket.id);
    await desk.get(MoveService).undo(move.id, agent);
    expect((await takeAndFind({ from, subject: 'Re: Theirs', references: [joined.id] })).ticket.id).toBe(other.ticket.id);
  });

  it('says what is wrong with it', async () => {
    const one = await takeAndFind({ from });
    const two = await takeAndFind({ from, subject: 'Two' });
    const service = desk.get(MoveService);
    await expect(service.move(one.ticket.id, one.ticket.number, { entryIds: [one.entryId] }, agent)).rejects.toMatchObject({
      code: 'same_ticket',
    });
    await expect(service.move(one.ticket.id, two.ticket.id, { entryIds: [two.entryId] }, agent)).rejects.toMatchObject({
      code: 'entry_elsewhere',
    });
    await expect(service.move(one.ticket.id, two.ticket.id, { entryIds: [randomUUID()] }, agent)).rejects.toMatchObject({
      code: 'entry_unknown',
    });
    const stale = { entryIds: [one.entryId], expectedVersion: 99 };
    await expect(service.move(one.ticket.id, two.ticket.id, stale, agent)).rejects.toMatchObject({ code: 'version_conflict' });
  });
});

describe('a merge', () => {
  it('lets the old number lead on, for agents and for mails, and can be undone', async () => {
    const one = await takeAndFind({ from, subject: 'One', text: 'first' });
    const two = await takeAndFind({ from, subject: 'Two', text: 'second' });
    const merge = await desk.get(MoveService).merge(one.ticket.id, two.ticket.id, {}, agent);
    expect((await desk.get(TicketReader).find(one.ticket.number))!.id).toBe(two.ticket.id);
    expect((await desk.get(TicketReader).list({ contactId: two.ticket.contact.id })).items.map(({ id }) => id)).toEqual([two.ticket.id]);
    const byNumber = await takeAndFind({ from, subject: `Re: One 【技术支持】${one.ticket.number}`, text: 'by number' });
    const byReference = await takeAndFind({ from, subject: 'Re: One', text: 'by reference', references: [one.id] });
    expect([byNumber.ticket.id, byReference.ticket.id]).toEqual([two.ticket.id, two.ticket.id]);
    expect((await desk.events(one.ticket.id)).at(-1)).toMatchObject({ type: 'ticket.merged.v1', data: { intoTicketId: two.ticket.id } });
    await desk.get(MoveService).undo(merge.id, agent);
    expect((await desk.get(TicketReader).find(one.ticket.number))!).toMatchObject({ id: one.ticket.id, status: 'new' });
    expect(await textsOf(one.ticket.id)).toEqual(['first']);
    expect(await textsOf(two.ticket.id)).toEqual(['second', 'by number', 'by reference']);
  });

  it('of a merge leads all the way', async () => {
    const [one, two, three] = [
      await takeAndFind({ from }),
      await takeAndFind({ from, subject: 'Two' }),
      await takeAndFind({ from, subject: 'Three' }),
    ];
    await desk.get(MoveService).merge(one.ticket.id, two.ticket.id, {}, agent);
    await desk.get(MoveService).merge(two.ticket.id, three.ticket.id, {}, agent);
    expect((await desk.get(TicketReader).find(one.ticket.number))!.id).toBe(three.ticket.id);
    expect(await textsOf(three.ticket.id)).toHaveLength(3);
  });
});

describe('a review', () => {
  it('that is accepted puts the stranger into the thread, one that is rejected leaves him where he is', async () => {
    const one = await takeAndFind({ from });
    const subject = `Re: Printer 【技术支持】${one.ticket.number}`;
    const stranger = await takeAndFind({ from: `x${from}`, subject, text: 'I am a colleague.' });
    const another = await takeAndFind({ from: `y${from}`, subject, text: 'I am nobody.' });
    await desk.get(ReviewService).accept(stranger.entryId, agent);
    await desk.get(ReviewService).reject(another.entryId);
    expect(await textsOf(one.ticket.id)).toContain('I am a colleague.');
    expect(await textsOf(another.ticket.id)).toEqual(['I am nobody.']);
    await expect(desk.get(ReviewService).accept(another.entryId, agent)).rejects.toMatchObject({ code: 'review_decided' });
    const next = await takeAndFind({ from: `x${from}`, references: [one.id], text: 'I take part now.' });
    expect(next.ticket.id).toBe(one.ticket.id);
  });
});

describe('an edit', () => {
  it('changes fields, moves version and time, and tells', async () => {
    const { ticket } = await takeAndFind({ from });
    desk.clock.advance(1_000);
    const assignee = randomUUID();
    await desk
      .get(TicketEditor)
      .edit(ticket.id, { status: 'solved', priority: 'urgent', category: 'printers', assignee, expectedVersion: ticket.version }, agent);
    const after = (await desk.get(TicketReader).find(ticket.id))!;
    expect(after).toMatchObject({ status: 'solved', priority: 'urgent', category: 'printers', assignee, version: ticket.version + 1 });
    expect(after.updatedAt.getTime()).toBeGreaterThan(ticket.updatedAt.getTime());
    expect((await desk.events(ticket.id)).slice(-3).map(({ type }) => type)).toEqual([
      'ticket.status_changed.v1',
      'ticket.changed.v1',
      'ticket.assigned.v1',
    ]);
    const note = await desk.get(TicketEditor).addNote(ticket.id, 'He called again.', agent);
    expect(note).toMatchObject({ direction: 'note', plainText: 'He called again.' });
  });
});

describe('the list', () => {
  it('does not shift under the reader when tickets change or come', async () => {
    for (let index = 0; index < 25; index += 1) {
      desk.clock.advance(1_000);
      await desk.take(mail({ from, subject: `Listed ${index}` }));
    }
    const reader = desk.get(TicketReader);
    const contactId = (await takeAndFind({ from, subject: 'Newest' })).ticket.contact.id;
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await reader.list({ contactId }, { limit: 7, cursor });
      seen.push(...page.items.map(({ id }) => id));
      await desk.get(TicketEditor).edit(page.items[0]!.id, { priority: 'high' }, agent);
      await desk.take(mail({ from, subject: `Came while reading ${seen.length}` }));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(26);
    expect(new Set(seen).size).toBe(26);
    await expect(reader.list({}, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'cursor_invalid' });
  });
});
