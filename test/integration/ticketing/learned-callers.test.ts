import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventIdOf } from '#contracts';
import type { InboundMessage, InboxId } from '#contracts';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import type { EntryView, TicketView } from '../../../apps/ticketing/src/tickets/ticket-view.js';
import { mail, openDesk, toRecord } from '../../support/ticketing-desk.js';
import type { Desk } from '../../support/ticketing-desk.js';

type Identity = InboundMessage['sender']['identities'][number];

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const find = async (id: string): Promise<{ entry: EntryView; ticket: TicketView }> => {
  const entry = (await desk.get(EntryReader).find(id))!;
  return { entry, ticket: (await desk.get(TicketReader).find(entry.ticketId))! };
};
const hidden = (callId: string): Identity => ({ scheme: 'phone_hidden', value: callId, raw: '', scope: 'hotline', assurance: 'anonymous' });
const phone = (value: string): Identity => ({ scheme: 'phone', value, raw: value, assurance: 'claimed' });

/** One state of a call, as the phone connector tells it. */
function call(callId: string, revision: number, from: Identity, subject: string, more: Partial<InboundMessage> = {}): InboundMessage {
  const key = `phone:hotline:${callId}#`;
  const idempotencyKey = revision === 1 ? key : `${key}:r${revision}`;
  const inbox = { id: 'hotline' as InboxId, channel: 'phone', provider: 'pbx' };
  const conversation = {
    key: `phone:hotline:${from.value}` as InboundMessage['conversation']['key'],
    kind: 'call' as const,
    continues: false,
  };
  const sender = { role: 'customer' as const, identities: [from] };
  const base = { ...mail({ text: subject }), remoteMessageId: callId, inbox, conversation, sender, recipients: [], mayAutoReply: false };
  return { ...base, revision, threading: { references: [], subject }, ...more, idempotencyKey, id: eventIdOf(idempotencyKey) };
}
/** `message.edited.v1` has the id of its own; the key without its suffix leads to the entry. */
const revise = (...states: InboundMessage[]) => desk.takeRecords(...states.map((state) => toRecord('message.edited.v1', state)));
const ofEntry = (callId: string) => eventIdOf(`phone:hotline:${callId}#`);
const identitiesOf = async (contactId: string) =>
  desk.database.sql.query<{ scheme: string; value: string }>('select scheme, value from identities where contact_id = $1', [contactId]);
const contactsOf = async (ticket: TicketView) =>
  (await desk.database.sql.query<{ contact_id: string }>('select contact_id from tickets where id = $1', [ticket.id]))[0]!.contact_id;

describe('a caller who is learned after his call', () => {
  it('becomes the author, the contact and somebody who takes part; nothing is left of the nameless one', async () => {
    const [id, number] = [randomUUID(), '+8613800138001'];
    await desk.take(call(id, 1, hidden(id), 'Call from hidden number to ?'));
    const before = await find(ofEntry(id));
    const nameless = await contactsOf(before.ticket);
    await revise(call(id, 2, phone(number), `Call from ${number} to 400`));
    const { entry, ticket } = await find(ofEntry(id));
    expect(entry.author).toMatchObject({ role: 'customer', identity: { scheme: 'phone', value: number } });
    expect(ticket).toMatchObject({ id: before.ticket.id, number: before.ticket.number, subject: `Call from ${number} to 400` });
    const contact = await contactsOf(ticket);
    expect(await identitiesOf(contact)).toEqual([{ scheme: 'phone', value: number }]);
    expect(entry.author).toMatchObject({ contactId: contact });
    expect(await identitiesOf(nameless)).toEqual([]);
    expect(await desk.database.sql.query('select 1 from contacts where id = $1', [nameless])).toEqual([]);
    expect(
      await desk.database.sql.query('select person, contact_id, participant from ticket_people where ticket_id = $1', [ticket.id]),
    ).toEqual([{ person: `phone||${number}`, contact_id: contact, participant: true }]);
    const told = await desk.events(ticket.id);
    expect(told.at(-1)).toMatchObject({ type: 'ticket.entry_changed.v1', data: { change: 'revised', version: ticket.version } });
    expect(ticket.version).toBeGreaterThan(before.ticket.version);
  });

  it('is the person who called before, and his next call joins nothing else', async () => {
    const [first, second, number] = [randomUUID(), randomUUID(), '+8613800138002'];
    await desk.take(call(first, 1, phone(number), 'Call one'));
    await desk.take(call(second, 1, hidden(second), 'Call from hidden number to ?'));
    await revise(call(second, 2, phone(number), 'Call two'));
    const [one, two] = [await find(ofEntry(first)), await find(ofEntry(second))];
    expect(two.ticket.id).not.toBe(one.ticket.id);
    expect(await contactsOf(two.ticket)).toBe(await contactsOf(one.ticket));
  });

  it('is named by a later state too: until then the subject follows, unless somebody called the ticket otherwise', async () => {
    const [id, own, number] = [randomUUID(), randomUUID(), '+8613800138003'];
    await desk.take(call(id, 1, hidden(id), 'Call from hidden number'), call(own, 1, hidden(own), 'Call from hidden number'));
    await desk.database.sql.query('update tickets set subject = $2 where id = $1', [(await find(ofEntry(own))).ticket.id, 'No dial tone']);
    await revise(call(id, 2, hidden(id), 'Missed call from hidden number'), call(own, 2, hidden(own), 'Missed call from hidden number'));
    expect((await find(ofEntry(id))).ticket.subject).toBe('Missed call from hidden number');
    await revise(call(id, 3, phone(number), `Missed call from ${number}`), call(own, 3, phone(number), `Missed call from ${number}`));
    expect((await find(ofEntry(id))).ticket.subject).toBe(`Missed call from ${number}`);
    const { ticket } = await find(ofEntry(own));
    expect(ticket.subject).toBe('No dial tone');
    expect(await identitiesOf(await contactsOf(ticket))).toEqual([{ scheme: 'phone', value: number }]);
  });

  it('of an outgoing call is whom the agent called', async () => {
    const [id, number] = [randomUUID(), '+8613800138004'];
    await desk.take(call(id, 1, hidden(id), 'Call from hidden number to ?'));
    const extension = { scheme: 'extension', value: '801', raw: '801', assurance: 'claimed' as const };
    await revise(
      call(id, 2, extension, `Call to ${number}`, {
        direction: 'echo',
        sender: { role: 'agent', identities: [extension] },
        recipients: [{ kind: 'to', identity: phone(number) }],
      }),
    );
    const { entry, ticket } = await find(ofEntry(id));
    expect(entry).toMatchObject({ direction: 'echo', author: { role: 'agent', identity: { value: '801' } } });
    expect(ticket.subject).toBe(`Call to ${number}`);
    expect(await identitiesOf(await contactsOf(ticket))).toEqual([{ scheme: 'phone', value: number }]);
  });
});

describe('who was named', () => {
  it('stays: neither a nameless state nor another name changes author or contact', async () => {
    const [id, number] = [randomUUID(), '+8613800138005'];
    await desk.take(call(id, 1, phone(number), `Call from ${number}`));
    const contact = await contactsOf((await find(ofEntry(id))).ticket);
    await revise(call(id, 2, hidden(id), 'Call from hidden number'));
    await revise(call(id, 3, phone('+8613800138006'), 'Call from +8613800138006'));
    const { entry, ticket } = await find(ofEntry(id));
    expect(entry).toMatchObject({ revision: 3, author: { identity: { value: number } } });
    expect(ticket.subject).toBe(`Call from ${number}`);
    expect(await contactsOf(ticket)).toBe(contact);
    expect(await identitiesOf(contact)).toEqual([{ scheme: 'phone', value: number }]);
  });

  it('as the contact of a hidden caller’s ticket, by an agent or by other words in it, stays its contact', async () => {
    const [id, number] = [randomUUID(), '+8613800138007'];
    await desk.take(call(id, 1, hidden(id), 'Call from hidden number'));
    const { ticket } = await find(ofEntry(id));
    const contact = await contactsOf(ticket);
    await desk.database.sql.query(
      `insert into identities (scheme, scope, value, contact_id, raw, assurance, created_at) values ('email', '', $2, $1, $2, 'claimed', now())`,
      [contact, `${id}@example.com`],
    );
    await revise(call(id, 2, phone(number), `Call from ${number}`));
    const after = await find(ofEntry(id));
    expect(after.entry.author).toMatchObject({ identity: { value: number } });
    expect(await contactsOf(after.ticket)).toBe(contact);
    expect(await identitiesOf(contact)).toHaveLength(2);
  });
});
