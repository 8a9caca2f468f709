import { describeChannel } from '../../support/capabilities.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { EventData } from '#contracts';
import { InboxDirectory } from '../../../apps/ticketing/src/inboxes/inbox-directory.js';
import { InboxRepository } from '../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketOpener } from '../../../apps/ticketing/src/tickets/ticket-opener.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import type { EntryView, TicketView } from '../../../apps/ticketing/src/tickets/ticket-view.js';
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

/** The ticket that a mail is in. */
async function openTicket(...given: Parameters<typeof mail>): Promise<TicketView> {
  const message = mail(...given);
  await desk.take(message);
  const entry = (await desk.get(EntryReader).find(message.id))!;
  return (await desk.get(TicketReader).find(entry.ticketId))!;
}

const entriesOf = async (ticketId: string): Promise<readonly EntryView[]> => (await desk.get(EntryReader).list(ticketId)).items;
const requestOf = async (entry: EntryView) => (await desk.requests()).find(({ commandId }) => commandId === entry.id)!;
const reply = (ticket: string, more: object = {}) =>
  desk.get(ReplyService).reply(ticket, { parts: [toTextPart('We are on it.')], ...more }, agent);

function changeOf(
  entry: EntryView,
  status: EventData<'message.delivery_changed.v1'>['status'],
  more: object = {},
): EventData<'message.delivery_changed.v1'> {
  const at = '2026-03-02T09:00:01.000Z';
  return {
    commandId: entry.id,
    inboxId: 'support',
    status,
    rank: null,
    final: false,
    at,
    attempt: 1,
    evidence: 'provider_ack',
    ...more,
  } as never;
}

describe('a reply', () => {
  it('is a queued entry and a request to send into the customer thread', async () => {
    const ticket = await openTicket({ from, name: 'Ann', id: `q-${from}`, references: ['root@x', 'mid@x'], subject: 'Re: Printer' });
    const entry = await reply(ticket.number);
    expect(entry).toMatchObject({ direction: 'outbound', delivery: { status: 'queued' }, author: { role: 'agent', displayName: 'Grace' } });
    const request = await requestOf(entry);
    expect(request).toMatchObject({
      inboxId: 'support',
      conversationKey: `support:${from}`,
      to: [{ scheme: 'email', value: from, displayName: 'Ann' }],
      inReplyTo: `q-${from}`,
      references: ['root@x', 'mid@x', `q-${from}`],
      subject: `Re: Printer 【技术支持】${ticket.number}`,
      ticketNumber: ticket.number,
      actor: { kind: 'agent', id: agent.id },
      channelContext: { messageId: `q-${from}` },
    });
    expect(request.ticketToken).toHaveLength(40);
    const after = (await desk.get(TicketReader).find(ticket.id))!;
    expect(after).toMatchObject({ status: 'pending', numberTold: { how: 'answer' } });
    expect(after.version).toBeGreaterThan(ticket.version);
  });

  it("goes to whom the first mail names for answers, as a form does that writes in its customer's name", async () => {
    const customer = { scheme: 'email', value: `customer-${from}`, displayName: 'Cleo' };
    const ticket = await openTicket({ from }, { replyTo: [customer] });
    expect((await requestOf(await reply(ticket.id))).to).toEqual([customer]);
    const ours = await openTicket({ from: `other-${from}` }, { replyTo: [{ scheme: 'email', value: 'Support@example.com' }] });
    expect((await requestOf(await reply(ours.id))).to.map(({ value }) => value)).toEqual([`other-${from}`]);
  });

  it('does not follow a later mail to somebody who takes no part: a history is not sent to strangers', async () => {
    const ticket = await openTicket({ from, id: `first-${from}` });
    const stranger = { scheme: 'email', value: `stranger-${from}` };
    const later = await openTicket({ from, references: [`first-${from}`], text: 'And now?' }, { replyTo: [stranger] });
    expect(later.id).toBe(ticket.id);
    expect((await requestOf(await reply(ticket.id))).to.map(({ value }) => value)).toEqual([from]);
    await reply(ticket.id, { to: [stranger] });
    expect((await requestOf(await reply(ticket.id))).to).toEqual([stranger]);
  });

  it('is sent once, and refused when the ticket moved on', async () => {
    const ticket = await openTicket({ from });
    const first = await reply(ticket.id, { expectedVersion: ticket.version });
    expect((await desk.requests()).filter(({ commandId }) => commandId === first.id)).toHaveLength(1);
    const current = (await desk.get(TicketReader).find(ticket.id))!.version;
    await expect(reply(ticket.id, { expectedVersion: ticket.version })).rejects.toMatchObject({
      code: 'version_conflict',
      fields: { currentVersion: current },
    });
    await expect(reply(randomUUID())).rejects.toMatchObject({ code: 'ticket_unknown' });
    await expect(reply(ticket.id, { inboxId: 'nowhere', to: [{ scheme: 'email', value: 'x@y' }] })).rejects.toMatchObject({
      code: 'inbox_unknown',
    });
  });

  it('goes from two agents at once into one order', async () => {
    const ticket = await openTicket({ from });
    await Promise.all(Array.from({ length: 8 }, () => reply(ticket.id)));
    expect((await entriesOf(ticket.id)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('delivery', () => {
  it('is shown as it goes, and never goes back', async () => {
    const ticket = await openTicket({ from });
    const entry = await reply(ticket.id);
    await desk.deliver(changeOf(entry, 'sending', { remoteMessageId: `out-${from}` }));
    await desk.deliver(changeOf(entry, 'sent', { remoteMessageId: `out-${from}` }));
    await desk.deliver(changeOf(entry, 'sending'));
    const [, shown] = await entriesOf(ticket.id);
    expect(shown).toMatchObject({ delivery: { status: 'sent' }, remoteMessageId: `out-${from}` });
    expect((await desk.events(ticket.id)).filter(({ type }) => type === 'ticket.entry_changed.v1')).toHaveLength(2);
  });

  it('that failed by a bounce opens the ticket again', async () => {
    const ticket = await openTicket({ from });
    const entry = await reply(ticket.id);
    await desk.deliver(changeOf(entry, 'sent', { remoteMessageId: `out-${from}` }));
    const error = {
      code: 'x',
      category: 'recipient_invalid',
      permanent: true,
      nativeCode: '5.1.1',
      message: 'no such user',
      hint: 'check the address',
    };
    await desk.deliver(changeOf(entry, 'failed', { evidence: 'dsn', final: true, error }));
    await desk.take(
      mail({ from: 'mailer-daemon@example.org', references: [`out-${from}`], subject: 'Undelivered' }, { flags: { bounce: true } }),
    );
    expect(await desk.get(TicketReader).find(ticket.id)).toMatchObject({ status: 'open' });
    const entries = await entriesOf(ticket.id);
    expect(entries[1]).toMatchObject({ delivery: { status: 'failed', error: { category: 'recipient_invalid' } } });
    expect(entries[2]).toMatchObject({ direction: 'inbound', folded: true, flags: { bounce: true } });
  });

  it('makes an answer from another address join, for it names an id of ours', async () => {
    const ticket = await openTicket({ from });
    const entry = await reply(ticket.id);
    const token = (await requestOf(entry)).ticketToken!;
    await desk.deliver(changeOf(entry, 'sending', { remoteMessageId: `out-${from}` }));
    await desk.take(mail({ from, references: [`out-${from}`], text: 'Thanks!' }));
    await desk.take(mail({ from, subject: 'No references here', token, text: 'By the reply address.' }));
    expect((await entriesOf(ticket.id)).map(({ threading }) => threading?.rule)).toEqual(['new', undefined, 'reference', 'token']);
  });

  it('brings an answer home that overtook it', async () => {
    const ticket = await openTicket({ from });
    const entry = await reply(ticket.id);
    const early = await openTicket({ from, subject: 'AW: something', references: [`out-${from}`], text: 'Quick answer.' });
    expect(early.id).not.toBe(ticket.id);
    await desk.deliver(changeOf(entry, 'sent', { remoteMessageId: `out-${from}` }));
    expect((await desk.get(TicketReader).find(early.number))!.id).toBe(ticket.id);
    expect((await entriesOf(ticket.id)).map(({ plainText }) => plainText)).toContain('Quick answer.');
  });

  it('of a stranger command is refused for good', async () => {
    await expect(desk.deliver(changeOf({ id: randomUUID() } as EntryView, 'sent'))).rejects.toMatchObject({ code: 'command_unknown' });
  });
});

describe('a ticket opened by hand', () => {
  const open = (more: object) =>
    desk
      .get(TicketOpener)
      .open(
        { contact: { identity: { scheme: 'email', value: from, raw: from }, displayName: 'Bo' }, subject: 'Key lost', ...more } as never,
        agent,
      );

  it('keeps what the customer said and where', async () => {
    const id = await open({ origin: 'counter', text: 'He lost the key.', priority: 'high' });
    const ticket = (await desk.get(TicketReader).find(id))!;
    expect(ticket.number).toMatch(/^20260302-CTR-\d{3}$/);
    expect(ticket).toMatchObject({ status: 'open', priority: 'high', channels: ['counter'], contact: { displayName: 'Bo' } });
    expect((await entriesOf(id))[0]).toMatchObject({ plainText: 'He lost the key.', channel: 'counter', author: { agentId: agent.id } });
    await expect(open({ origin: 'pigeon' })).rejects.toMatchObject({ code: 'origin_unknown' });
  });

  it('may write first where the channel allows it, and the answer joins', async () => {
    const report = { channel: 'email', provider: 'email', state: 'connected', at: '2026-03-02T08:00:00.000Z' };
    const can = (proactive: boolean) => describeChannel({ proactive });
    await desk.get(InboxRepository).keep(desk.database.sql, [
      { ...report, inboxId: 'support', capabilities: can(true) },
      { ...report, inboxId: 'answers-only', capabilities: can(false) },
    ] as never);
    await desk.get(InboxDirectory).refresh();
    const parts = [toTextPart('Your key was found.')];
    const id = await open({ origin: 'call', message: { parts, inboxId: 'support' } });
    const [, sent] = await entriesOf(id);
    expect(await requestOf(sent!)).toMatchObject({ to: [{ scheme: 'email', value: from }], subject: expect.stringContaining('Key lost') });
    await desk.deliver(changeOf(sent!, 'sent', { remoteMessageId: `first-${from}` }));
    await desk.take(mail({ from, references: [`first-${from}`], text: 'Great.' }));
    expect((await entriesOf(id)).at(-1)).toMatchObject({ plainText: 'Great.' });
    await expect(open({ origin: 'call', message: { parts, inboxId: 'answers-only' } })).rejects.toMatchObject({
      code: 'writing_first_impossible',
    });
  });
});
