import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blobStoreMigrations, openBlobStore } from '#blob-store';
import type { OpenBlobStore, StoredBlob } from '#blob-store';
import { ConversationErased, PARTITIONS, Topics, type ConversationKey, type InboundMessage } from '#contracts';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { eventBusMigrations } from '#event-bus';
import { silentLogger } from '#runtime';
import { ContactErasure } from '../../../apps/ticketing/src/contacts/contact-erasure.js';
import { ContactExport } from '../../../apps/ticketing/src/contacts/contact-export.js';
import { LedgerReader } from '../../../apps/ticketing/src/ledger/ledger-reader.js';
import { ticketingMigrations } from '../../../apps/ticketing/src/migrations/index.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryBlobs } from '../../../apps/ticketing/src/tickets/entry-blobs.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import { mail, openDesk, type Desk, type MailFields } from '../../support/ticketing-desk.js';

let database: TestDatabase;
let desk: Desk;
let folder: string;
let blobs: OpenBlobStore;
beforeAll(async () => {
  database = await openTestDatabase([eventBusMigrations, blobStoreMigrations, ticketingMigrations]);
  desk = await openDesk({ database });
  folder = await mkdtemp(join(tmpdir(), 'contact-data-'));
  const { clock, settings } = desk;
  blobs = await openBlobStore({ database: desk.database, settings: settings.blobs, dataDir: folder, logger: silentLogger, clock });
  blobs.sweeper.registerNamer(new EntryBlobs(desk.database, blobs.sweeper));
});
afterAll(async () => {
  await desk.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const AGENT = { kind: 'agent' as const, displayName: 'Ada' };
const ticketOf = async (message: InboundMessage) => {
  const entry = (await desk.get(EntryReader).find(message.id))!;
  return { entry, ticket: (await desk.get(TicketReader).find(entry.ticketId))! };
};
const erase = (who: string) => new ContactErasure(desk.database, desk.bus, blobs.sweeper, desk.clock).erase(who);

/** A mail whose bytes are in the blob store. */
async function takeMail(fields: MailFields, bytes: string): Promise<{ message: InboundMessage; raw: StoredBlob }> {
  const raw = await blobs.store.put(Buffer.from(bytes));
  const message = mail(fields, { raw: { ...raw, contentType: 'message/rfc822' } });
  await desk.take(message);
  return { message, raw };
}

async function readOutbound() {
  const topic = Topics.outboundMessages('email');
  return (await Promise.all(Array.from({ length: PARTITIONS }, (_, at) => desk.bus.read(topic, at, '0', 1_000)))).flat();
}

/** Every row of every table of this database as text, but for the log, which forgets by its retention. */
async function readAllTables(): Promise<string> {
  const { sql } = desk.database;
  const tables = await sql.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = current_schema() and tablename not like 'log\\_%'`,
  );
  const rows = await Promise.all(tables.map(({ name }) => sql.query<{ row: string }>(`select t::text as row from ${name} t`)));
  return rows.flatMap((table) => table.map(({ row }) => row)).join('\n');
}

describe('a contact', () => {
  it('is exported whole: his tickets, his words in those of others, the bytes of it all', async () => {
    const own = await takeMail({ from: 'eve@export.test', name: 'Eve', subject: 'My order', text: 'Where is it?' }, 'raw of eve');
    await desk.get(ReplyService).reply((await ticketOf(own.message)).ticket.id, { parts: [text('On its way.')] }, AGENT);
    const other = await takeMail({ from: 'max@export.test', subject: 'Shared', cc: ['eve@export.test'] }, 'raw of max');
    const joined = await takeMail(
      { from: 'eve@export.test', subject: 'Re: Shared', text: 'Me too.', references: [other.message.remoteMessageId] },
      'raw of the second',
    );
    await desk.get(ReplyService).reply((await ticketOf(other.message)).ticket.id, { parts: [text('Dear Max')] }, AGENT);
    const into = join(folder, 'export', 'eve');
    const report = await new ContactExport(desk.database, blobs.store).write('Eve@Export.test', into, desk.clock.now());
    const document = JSON.parse(await readFile(join(into, 'contact.json'), 'utf8')) as {
      contact: { displayName: string };
      tickets: { subject: string; entries: { plainText: string }[] }[];
      entriesInOtherTickets: { plainText: string }[];
    };
    expect(document.contact.displayName).toBe('Eve');
    const texts = document.tickets.flatMap(({ entries }) => entries.map(({ plainText }) => plainText));
    expect(texts).toEqual(expect.arrayContaining(['Where is it?', 'On its way.']));
    expect([...texts, ...document.entriesInOtherTickets.map(({ plainText }) => plainText)]).toContain('Me too.');
    expect(JSON.stringify(document)).not.toContain('Dear Max');
    expect(await readFile(join(into, 'files', own.message.id, 'message.eml'), 'utf8')).toBe('raw of eve');
    expect(await readFile(join(into, 'files', joined.message.id, 'message.eml'), 'utf8')).toBe('raw of the second');
    expect(report.files).toBe(2);
    await expect(new ContactExport(desk.database, blobs.store).write('eve@export.test', into, desk.clock.now())).rejects.toMatchObject({
      code: 'folder_exists',
    });
  });

  it('is erased: no table and no blob names him, and others lose nothing', async () => {
    const fields = { from: 'gone@erase.test', name: 'Gustav Gone', subject: 'Gustav writes', text: 'My secret is HELIOTROPE.' };
    const own = await takeMail(fields, 'raw of gustav');
    const { ticket } = await ticketOf(own.message);
    await desk.get(ReplyService).reply(ticket.id, { parts: [text('Dear Gustav')] }, AGENT);
    const other = await takeMail({ from: 'zoe@erase.test', subject: 'Of Zoe', text: 'Zoe stays.' }, 'raw of zoe');
    const stranger = await takeMail(
      { from: 'gone@erase.test', subject: 'Re: Of Zoe', text: 'Gustav was here.', references: [other.message.remoteMessageId] },
      'raw of zoe too',
    );
    const before = await ticketOf(other.message);
    const from = { scheme: 'email', value: 'gone@erase.test', displayName: 'Gustav' };
    await desk.take(mail({ from: 'colleague@example.com', subject: 'Fwd: x' }, { forwarded: { from, to: [], cc: [] } }));
    expect(await readAllTables()).toContain('colleague_forwarded');
    desk.clock.advance(1_000);
    const report = await erase('gone@erase.test');
    expect(report).toMatchObject({ blobs: 2, blobsLeft: 0 });
    const left = await readAllTables();
    for (const word of ['gone@erase.test', 'Gustav', 'HELIOTROPE', own.message.remoteMessageId, stranger.message.remoteMessageId])
      expect([word, left.includes(word)]).toEqual([word, false]);
    expect([await blobs.store.has(own.raw.ref), await blobs.store.has(other.raw.ref)]).toEqual([false, true]);

    const after = await ticketOf(own.message);
    expect(after.ticket).toMatchObject({ number: ticket.number, subject: '[erased]', status: 'closed', contact: { identities: [] } });
    expect(after.ticket.version).toBeGreaterThan(ticket.version);
    expect(after.ticket.updatedAt.getTime()).toBeGreaterThan(ticket.updatedAt.getTime());
    expect(after.entry.flags.erasedAt).toBeDefined();
    expect((await ticketOf(other.message)).entry).toEqual(before.entry);
    expect((await desk.events(ticket.id)).map(({ type }) => type)).toContain('ticket.entry_changed.v1');
  });

  it('is told to connectors: his conversations are over, and what was not sent is taken back; of others nothing', async () => {
    const one = mail({ from: 'chat@erase.test', subject: 'One' });
    await desk.take(one, mail({ from: 'chat@erase.test', subject: 'Two' }));
    const other = mail({ from: 'stays@erase.test', subject: 'Zoe' });
    await desk.take(other);
    const joined = mail({ from: 'chat@erase.test', subject: 'Re: Zoe', references: [other.remoteMessageId] });
    const room = mail({ from: 'chat@erase.test', subject: 'In a room' });
    await desk.take(joined, { ...room, conversation: { ...room.conversation, key: 'room' as ConversationKey, kind: 'group' } });
    const reply = await desk.get(ReplyService).reply((await ticketOf(one)).ticket.id, { parts: [text('Not yet sent')] }, AGENT);
    const kept = await desk.get(ReplyService).reply((await ticketOf(other)).ticket.id, { parts: [text('For Zoe')] }, AGENT);
    desk.clock.advance(1_000);
    await erase('chat@erase.test');
    const told = await readOutbound();
    const recalls = told.filter(({ envelope }) => envelope.type === 'reply.recall_requested.v1').map(({ key }) => key);
    expect([recalls.includes(reply.id), recalls.includes(kept.id)]).toEqual([true, false]);
    const erased = told.filter(({ envelope }) => envelope.type === 'conversation.erased.v1');
    const his = erased.filter(({ key }) => key === one.conversation.key);
    expect(his.map(({ envelope }) => ConversationErased.parse(envelope.data))).toMatchObject([
      { inboxId: one.inbox.id, conversationKey: one.conversation.key, erasedAt: desk.clock.now().toISOString() },
    ]);
    const ids = (his[0]!.envelope.data as ConversationErased).remoteMessageIds;
    expect(ids).toEqual(expect.arrayContaining([one.remoteMessageId, joined.remoteMessageId]));
    expect(ids).not.toContain(other.remoteMessageId);
    expect(erased.map(({ key }) => key).filter((key) => key === 'room' || key === other.conversation.key)).toEqual([]);
  });

  it('does not come back with a second delivery of his mail, and is a new person when he writes again', async () => {
    const first = await takeMail({ from: 'back@erase.test', subject: 'Once' }, 'raw of back');
    await erase('back@erase.test');
    await desk.take({ ...first.message, deliveryId: 'again' });
    const { items } = await desk.get(TicketReader).list({ q: 'Once' });
    expect(items).toEqual([]);
    expect((await ticketOf(first.message)).entry.plainText).toBe('');
    const again = await takeMail(
      { from: 'back@erase.test', subject: 'Re: Once', references: [first.message.remoteMessageId] },
      'raw of back again',
    );
    expect((await ticketOf(again.message)).ticket.contact.id).not.toBe((await ticketOf(first.message)).ticket.contact.id);
    const found = await desk.get(LedgerReader).find({ remoteMessageId: again.message.remoteMessageId });
    expect(found.items.map(({ outcome }) => outcome)).toEqual(['ticketed']);
  });

  it('keeps bytes that somebody else sent too', async () => {
    await takeMail({ from: 'one@erase.test', subject: 'Same bytes' }, 'the same newsletter');
    const other = await takeMail({ from: 'two@erase.test', subject: 'Same bytes' }, 'the same newsletter');
    expect(await erase('one@erase.test')).toMatchObject({ blobs: 0, blobsLeft: 1 });
    expect(await blobs.store.has(other.raw.ref)).toBe(true);
  });

  it('must be known', async () => {
    await expect(erase('nobody@erase.test')).rejects.toMatchObject({ code: 'contact_unknown' });
  });
});

function text(words: string): InboundMessage['parts'][number] {
  return { partId: '1', type: 'text', text: words, fallback: words };
}
