import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blobStoreMigrations, openBlobStore } from '#blob-store';
import type { OpenBlobStore } from '#blob-store';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { eventBusMigrations } from '#event-bus';
import { silentLogger } from '#runtime';
import { ContactErasure } from '../../../apps/ticketing/src/contacts/contact-erasure.js';
import { ContactExport } from '../../../apps/ticketing/src/contacts/contact-export.js';
import { ContactOfferService } from '../../../apps/ticketing/src/contacts/contact-offer.service.js';
import { ticketingMigrations } from '../../../apps/ticketing/src/migrations/index.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import { mail, openDesk, type Desk } from '../../support/ticketing-desk.js';

const AGENT = { kind: 'agent' as const, displayName: 'Ada' };
let database: TestDatabase;
let desk: Desk;
let folder: string;
let blobs: OpenBlobStore;
beforeAll(async () => {
  database = await openTestDatabase([eventBusMigrations, blobStoreMigrations, ticketingMigrations]);
  desk = await openDesk({ database });
  folder = await mkdtemp(join(tmpdir(), 'offered-data-'));
  const { clock, settings } = desk;
  blobs = await openBlobStore({ database: desk.database, settings: settings.blobs, dataDir: folder, logger: silentLogger, clock });
});
afterAll(async () => {
  await desk.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** What a colleague forwards, without the customer's name in his own words. */
async function takeForward(value: string): Promise<{ ticketId: string; entryId: string }> {
  const from = { scheme: 'email', value, displayName: 'Gustav Gone' };
  const message = mail(
    { from: `of.${value.split('@')[0]!}@example.com`.toLowerCase(), subject: 'Fwd' },
    { forwarded: { from, to: [], cc: [] } },
  );
  await desk.take(message);
  return { ticketId: (await desk.get(EntryReader).find(message.id))!.ticketId, entryId: message.id };
}
const erase = (who: string) => new ContactErasure(desk.database, desk.bus, blobs.sweeper, desk.clock).erase(who);

async function readAllTables(): Promise<string> {
  const { sql } = desk.database;
  const tables = await sql.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = current_schema() and tablename not like 'log\\_%'`,
  );
  const rows = await Promise.all(tables.map(({ name }) => sql.query<{ row: string }>(`select t::text as row from ${name} t`)));
  return rows.flatMap((table) => table.map(({ row }) => row)).join('\n');
}

describe('somebody who was offered as a contact', () => {
  it('is exported and erased though he never was one', async () => {
    const { ticketId, entryId } = await takeForward('Only@Offered.test');
    const into = join(folder, 'export');
    await new ContactExport(desk.database, blobs.store).write('only@offered.test', into, desk.clock.now());
    expect(JSON.parse(await readFile(join(into, 'contact.json'), 'utf8'))).toMatchObject({
      contact: { id: null, displayName: 'Gustav Gone' },
      tickets: [],
      offeredAsContact: [{ ticketId, entryId, state: 'offered', address: { scheme: 'email', value: 'only@offered.test' } }],
    });
    const { version } = (await desk.get(TicketReader).find(ticketId))!;
    expect(await readAllTables()).toContain('only@offered.test');
    await erase('email:only@offered.test');
    const left = await readAllTables();
    for (const word of ['only@offered.test', 'Gustav']) expect([word, left.includes(word)]).toEqual([word, false]);
    expect((await desk.get(TicketReader).find(ticketId))!).toMatchObject({ contactOffer: null, version: version + 1 });
    await expect(erase('only@offered.test')).rejects.toMatchObject({ code: 'contact_unknown' });
  });

  it("leaves nothing in the colleague's ticket after he was its contact for a while", async () => {
    const { ticketId, entryId } = await takeForward('while@offered.test');
    await desk.get(ContactOfferService).decide(ticketId, { entryId, decision: 'accept' }, AGENT);
    await desk.get(ContactOfferService).undo(ticketId, AGENT);
    await erase('while@offered.test');
    const left = await readAllTables();
    for (const word of ['while@offered.test', 'Gustav']) expect([word, left.includes(word)]).toEqual([word, false]);
  });
});
