import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import type { BlobRef } from '#contracts';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { streamZip } from '../reports/writing/stream-zip.js';
import { EntryReader } from '../tickets/entry-reader.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import type { EntryView } from '../tickets/ticket-view.js';
import { readRecords } from './contact-records.js';
import { findOffersOf, findPerson, findTicketsOf, HIS_ENTRIES, type Person } from './person.js';

export interface ExportedContact {
  readonly tickets: number;
  readonly entries: number;
  readonly files: number;
}

interface ExportedEntry {
  readonly id: string;
  /** Paths of its bytes in the folder. */
  readonly files: readonly string[];
}

const DOCUMENT = 'contact.json';

/** All that is kept of a person, for him: `contact.json`, and the bytes of his messages and attachments beside it. Into a new folder, or an archive. */
@Injectable()
export class ContactExport {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  /** Throws `PermanentError`: `contact_unknown`, `contact_ambiguous`, `folder_exists`. */
  async write(who: string, folder: string, now: Date): Promise<ExportedContact> {
    const person = await findPerson(this.database.sql, who);
    await makeNew(folder);
    const { document, files, tickets, entries } = await this.collect(person, now);
    for (const [path, ref] of files) await this.writeFile(join(folder, path), ref);
    await writeFile(join(folder, DOCUMENT), document);
    return { tickets, entries, files: files.size };
  }

  /** The same as a ZIP archive, made as it is read; the document first. Throws as `write` before it begins. */
  async archive(who: string, now: Date): Promise<Readable> {
    const { document, files } = await this.collect(await findPerson(this.database.sql, who), now);
    const opened = [...files].map(([name, ref]) => ({ name, open: async () => (await this.blobs.open(ref)).stream }));
    return Readable.from(streamZip([{ name: DOCUMENT, open: () => Promise.resolve(Buffer.from(document)) }, ...opened]));
  }

  private async collect(person: Person, now: Date) {
    const { own, others } = await findTicketsOf(this.database.sql, person);
    const tickets = [];
    const files = new Map<string, BlobRef>();
    for (const id of own) tickets.push({ ...(await this.readTicket(id)), entries: await this.readEntries(id, files) });
    const elsewhere = await this.readElsewhere(person, others, files);
    const { contactIds, displayName, identities } = person;
    const contact = { id: contactIds[0] ?? null, displayName, identities, alsoKnownAs: contactIds.slice(1) };
    const offers = await findOffersOf(this.database.sql, person);
    const entryIds = [...tickets.flatMap(({ entries }) => entries), ...elsewhere].map(({ id }) => id);
    const records = await readRecords(this.database.sql, { tickets: own, contacts: contactIds, entries: entryIds });
    const document = {
      exportedAt: now.toISOString(),
      contact,
      tickets,
      entriesInOtherTickets: elsewhere,
      offeredAsContact: offers,
      records,
    };
    return {
      document: `${JSON.stringify(document, null, 2)}\n`,
      files,
      tickets: tickets.length,
      entries: tickets.reduce((sum, { entries }) => sum + entries.length, elsewhere.length),
    };
  }

  /** A merged ticket has no entries of its own any more; what it became is told by its id. */
  private async readTicket(id: string): Promise<object> {
    const ticket = await new TicketReader(this.database).find(id);
    return ticket?.id === id ? ticket : { id, mergedInto: ticket?.id ?? null };
  }

  private async readEntries(ticketId: string, files: Map<string, BlobRef>): Promise<ExportedEntry[]> {
    const reader = new EntryReader(this.database);
    const entries: ExportedEntry[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await reader.list(ticketId, { limit: 200, cursor });
      entries.push(...page.items.map((entry) => withFiles(entry, files)));
      if (page.nextCursor === null) return entries;
      cursor = page.nextCursor;
    }
  }

  private async readElsewhere(person: Person, tickets: readonly string[], files: Map<string, BlobRef>): Promise<ExportedEntry[]> {
    const rows = await this.database.sql.query<{ id: string }>(`select id from entries where ${HIS_ENTRIES} order by received_at, id`, [
      tickets,
      person.contactIds,
      person.identities.map(({ value }) => value),
    ]);
    const reader = new EntryReader(this.database);
    const entries: ExportedEntry[] = [];
    for (const { id } of rows) {
      const entry = await reader.find(id);
      if (entry !== null) entries.push(withFiles(entry, files));
    }
    return entries;
  }

  private async writeFile(path: string, ref: BlobRef): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    const { stream } = await this.blobs.open(ref);
    await writeFile(path, stream);
  }
}

function withFiles(entry: EntryView, files: Map<string, BlobRef>): ExportedEntry {
  const named: string[] = [];
  const add = (name: string, ref: string) => {
    const path = `files/${entry.id}/${name}`;
    files.set(path, ref as BlobRef);
    named.push(path);
  };
  if (entry.raw !== null) add(entry.raw.contentType === 'message/rfc822' ? 'message.eml' : 'message', entry.raw.ref);
  for (const { partId, fileName, blobRef } of entry.attachments) {
    const name = (fileName ?? 'attachment').replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').slice(-100);
    if (blobRef !== null) add(`${partId}-${name}`, blobRef);
  }
  return { ...entry, files: named };
}

/** Nobody else may read it, and nothing of another export may lie there. */
async function makeNew(folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new PermanentError(`there is something at ${folder} already`, { code: 'folder_exists', hint: 'name a new folder' });
  }
}
