import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventIdOf, Topics } from '#contracts';
import type { InboundMessage, InboxId } from '#contracts';
import type { Database } from '#database';
import { StoredDeadLetters } from '#event-bus';
import { INTAKE_GROUP } from '../../../apps/ticketing/src/intake/groups.js';
import { LedgerReader } from '../../../apps/ticketing/src/ledger/ledger-reader.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import type { EntryView, TicketView } from '../../../apps/ticketing/src/tickets/ticket-view.js';
import { mail, openDesk, toOutgoing, toRecord } from '../../support/ticketing-desk.js';
import type { Desk } from '../../support/ticketing-desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const find = async (id: string): Promise<{ entry: EntryView; ticket: TicketView }> => {
  const entry = (await desk.get(EntryReader).find(id))!;
  return { entry, ticket: (await desk.get(TicketReader).find(entry.ticketId))! };
};

/** A message of a chat: its remote vouches for ids, its conversation goes on. */
function chat(key: string, text: string, more: Partial<InboundMessage> = {}): InboundMessage {
  const remoteMessageId = randomUUID();
  const idempotencyKey = more.idempotencyKey ?? `webchat:shop:${remoteMessageId}#`;
  const inbox = { id: 'shop' as InboxId, channel: 'webchat', provider: 'webchat' };
  const conversation = { key: key as InboundMessage['conversation']['key'], kind: 'direct' as const, continues: true };
  const sender = {
    role: 'customer' as const,
    identities: [{ scheme: 'web_visitor', value: key, raw: key, assurance: 'anonymous' as const }],
  };
  const parts: InboundMessage['parts'] = [{ partId: '1', type: 'text', text, fallback: text }];
  const base = { ...mail({ text }), inbox, conversation, sender, parts, recipients: [], threading: { references: [] }, remoteMessageId };
  return { ...base, ...more, idempotencyKey, id: eventIdOf(idempotencyKey) };
}

const about = (message: InboundMessage, suffix: string) => {
  const idempotencyKey = `${message.idempotencyKey}${suffix}`;
  const { inbox, receivedAt, conversation, remoteMessageId } = message;
  return { id: eventIdOf(idempotencyKey), idempotencyKey, inbox, receivedAt, conversationKey: conversation.key, remoteMessageId };
};

describe('a chat', () => {
  it('goes on in its ticket without any hint, until the ticket is closed', async () => {
    const first = chat('visitor-1', 'Hello?');
    await desk.take(first, chat('visitor-1', 'Anybody there?'));
    const second = chat('visitor-1', 'Ah.');
    await desk.take(second);
    const { ticket } = await find(first.id);
    expect((await find(second.id)).ticket.id).toBe(ticket.id);
    expect(ticket.subject).toBe('Hello?');
    expect(ticket.number).toMatch(/-WEB-/);
    await desk.database.sql.query(`update tickets set status = 'closed' where id = $1`, [ticket.id]);
    const later = chat('visitor-1', 'Me again.');
    await desk.take(later);
    expect((await find(later.id)).ticket.id).not.toBe(ticket.id);
  });

  it('shows the newest state of an edited message, whatever order its states come in', async () => {
    const first = chat('visitor-2', 'Helo');
    const edit = (revision: number, text: string): InboundMessage => {
      const parts: InboundMessage['parts'] = [{ partId: '1', type: 'text', text, fallback: text }];
      return { ...first, ...about(first, `:r${revision}`), revision, plainText: text, newText: text, parts };
    };
    await desk.takeRecords(toRecord('message.edited.v1', edit(2, 'Hello')));
    await desk.take(first);
    await desk.takeRecords(toRecord('message.edited.v1', edit(4, 'Hello!!')), toRecord('message.edited.v1', edit(3, 'Hello!')));
    const { entry, ticket } = await find(first.id);
    expect(entry).toMatchObject({ plainText: 'Hello!!', revision: 4 });
    expect(ticket.entries).toBe(2);
    expect((await desk.events(ticket.id)).at(-1)).toMatchObject({ type: 'ticket.entry_changed.v1', data: { change: 'revised' } });
  });

  it('marks what was taken back, and fills in media that came late', async () => {
    const image = { partId: '2', type: 'image' as const, fallback: '[image]', media: { state: 'pending' as const } };
    const first = chat('visitor-3', 'Look');
    const message = { ...first, parts: [...first.parts, image] };
    const ref = `sha256:${'c'.repeat(64)}`;
    const ready = { ...about(first, ':m:2:stored'), partId: '2', media: { state: 'stored', blobRef: ref, sizeBytes: 12 } };
    await desk.takeRecords(toRecord('message.received.v1', message), toRecord('media.ready.v1', ready));
    await desk.takeRecords(toRecord('message.recalled.v1', { ...about(first, ':x'), occurredAt: '2026-03-02T09:01:00.000Z' }));
    const { entry } = await find(first.id);
    expect(entry.attachments).toMatchObject([{ state: 'stored', bytes: 12, blobRef: ref }]);
    expect(entry.flags.recalledAt).toBe('2026-03-02T09:01:00.000Z');
    const named = await desk.database.sql.query(`select 1 from entry_blobs where sha256 = decode($1, 'hex') and entry_id = $2`, [
      ref.slice(7),
      first.id,
    ]);
    expect(named).toHaveLength(1);
  });

  it('refuses for good to change what never came', async () => {
    const never = chat('visitor-4', 'x');
    const recall = { ...about(never, ':x'), occurredAt: '2026-03-02T09:01:00.000Z' };
    await expect(desk.takeRecords(toRecord('message.recalled.v1', recall))).rejects.toMatchObject({ code: 'entry_unknown' });
  });
});

describe('what is no message', () => {
  const inbox = { id: 'support', channel: 'email', provider: 'email' };
  const base = (key: string) => ({
    id: eventIdOf(key),
    idempotencyKey: key,
    inbox,
    conversationKey: `support:${key}`,
    receivedAt: '2026-03-02T09:00:00.000Z',
  });

  it('a mail that was not taken is a ticket that waits for a person', async () => {
    const key = 'email:support:huge@example.com#';
    const identities = [{ scheme: 'email', value: 'huge@example.com', raw: 'huge@example.com', assurance: 'claimed' }];
    const parked = { ...base(key), deliveryId: 'd', remoteMessageId: 'huge@example.com', reason: 'too_large', sizeBytes: 99_000_000 };
    const event = {
      ...parked,
      headers: { Subject: 'My video' },
      sender: { role: 'customer', identities },
      occurredAt: '2026-03-02T08:59:00.000Z',
    };
    await desk.takeRecords(toRecord('message.parked.v1', event));
    const { entry, ticket } = await find(event.id);
    expect(ticket).toMatchObject({ subject: 'My video', status: 'new' });
    expect(entry.parts).toMatchObject([{ type: 'system', code: 'message.parked', data: { reason: 'too_large', sizeBytes: 99_000_000 } }]);
    expect(entry.remoteMessageId).toBe('huge@example.com');
    expect((await desk.requests()).some(({ to }) => to[0]!.value === 'huge@example.com')).toBe(false);
  });

  it('gaps of an inbox gather in one ticket out of the way', async () => {
    const gap = (key: string) => ({ ...base(key), conversationKey: 'support:gaps', remoteIds: ['7', '8'], reason: 'expunged' });
    const [one, two] = [gap('gap-1'), gap('gap-2')];
    await desk.takeRecords(toRecord('inbox.gap.v1', one));
    await desk.takeRecords(toRecord('inbox.gap.v1', two));
    const { entry, ticket } = await find(one.id);
    expect(ticket).toMatchObject({ status: 'closed', folded: true, entries: 2 });
    expect(entry).toMatchObject({
      direction: 'system',
      parts: [{ code: 'inbox.gap', data: { remoteIds: ['7', '8'], reason: 'expunged' } }],
    });
    expect((await find(two.id)).ticket.id).toBe(ticket.id);
  });

  it('an event of a kind we do not know yet is kept whole', async () => {
    const event = { ...base('new-kind-1'), mood: 'happy' };
    await desk.takeRecords(toRecord('message.reacted.v1', event));
    expect((await find(event.id)).entry.parts).toMatchObject([{ code: 'message.reacted.v1', data: { mood: 'happy' } }]);
  });

  it('a record that breaks its contract fails for good, alone', async () => {
    const broken = { ...mail(), parts: [] };
    await expect(desk.takeRecords(toRecord('message.received.v1', broken))).rejects.toMatchObject({
      errorClass: 'permanent',
      code: 'event_invalid',
    });
    const forged = { ...mail(), id: eventIdOf('another key') };
    await expect(desk.takeRecords(toRecord('message.received.v1', forged))).rejects.toMatchObject({ code: 'event_invalid' });
  });
});

describe('the ledger', () => {
  it('knows where a message is: on the log, ticketed, delivered twice', async () => {
    const message = mail({ from: 'ledger@example.com' });
    const ledger = desk.get(LedgerReader);
    const where = async () => (await ledger.find({ remoteMessageId: message.remoteMessageId })).items.map(({ outcome }) => outcome);
    expect(await where()).toEqual([]);
    await desk.bus.append([toOutgoing(message)]);
    expect(await where()).toEqual(['received']);
    await desk.take(message);
    desk.clock.advance(1_000);
    await desk.take({ ...message, deliveryId: 'second' });
    const lag = await desk.bus.lag(Topics.inboundMessages, INTAKE_GROUP);
    expect(lag.some((one) => one.lag > 0)).toBe(true);
    // Its offset has not moved yet; a delivery is told once all the same.
    expect(await where()).toEqual(['duplicate', 'ticketed']);
    await desk.bus.append([toOutgoing({ ...message, deliveryId: 'third' })]);
    expect(await where()).toEqual(['received', 'duplicate', 'ticketed']);
    const full = await ledger.find({ remoteMessageId: message.remoteMessageId, limit: 1 });
    expect(full.items.map(({ outcome }) => outcome)).toEqual(['received']);
    const rest = await ledger.find({ remoteMessageId: message.remoteMessageId, limit: 2, cursor: full.nextCursor! });
    expect(rest.items.map(({ outcome }) => outcome)).toEqual(['duplicate', 'ticketed']);
    const { ticket } = await find(message.id);
    const [first] = (await ledger.find({ remoteMessageId: message.remoteMessageId, inboxId: 'support' })).items.slice(-1);
    expect(first).toMatchObject({ ticketId: ticket.id, ticketNumber: ticket.number, entryId: message.id });
    expect((await ledger.find({ remoteMessageId: message.remoteMessageId, inboxId: 'sales' })).items).toEqual([]);
    const page = await ledger.find({ inboxId: 'shop', limit: 2 });
    expect(page.items).toHaveLength(2);
    const next = await ledger.find({ inboxId: 'shop', limit: 2, cursor: page.nextCursor! });
    expect(next.items.map(({ entryId }) => entryId)).not.toContain(page.items[0]!.entryId);
  });

  it('tells a message once that becomes an entry while it is asked for', async () => {
    const message = mail({ from: 'meanwhile@example.com' });
    await desk.bus.append([toOutgoing(message)]);
    let taken = false;
    const { sql } = desk.database;
    const slow: Pick<Database, 'sql'> = {
      sql: {
        query: async (text, values, name) => {
          if (text.includes('join tickets') && !taken) {
            taken = true;
            await desk.take(message);
          }
          return sql.query(text, values, name);
        },
      },
    };
    const ledger = new LedgerReader(slow as Database, desk.bus, new StoredDeadLetters(desk.database, desk.clock));
    const { items } = await ledger.find({ remoteMessageId: message.remoteMessageId });
    expect([taken, items.map(({ outcome }) => outcome)]).toEqual([true, ['ticketed']]);
  });
});
