import { BLOB_STORE, BLOB_SWEEPER } from '#blob-store';
import type { BlobStore, BlobSweeper } from '#blob-store';
import type { BlobRef } from '#contracts';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { DEAD_LETTERS, EVENT_BUS } from '#event-bus';
import type { DeadLetters, EventBus } from '#event-bus';
import { type AdminCommand, type AdminContext, CLOCK, type Clock, UsageError } from '#runtime';
import { noteCommand } from './audit/note-command.js';
import { ContactErasure } from './contacts/contact-erasure.js';
import { ContactExport } from './contacts/contact-export.js';
import { DraftBlobs } from './drafts/draft-blobs.js';
import { EntryBlobs } from './tickets/entry-blobs.js';

const DAY_MS = 86_400_000;
const WHO = 'CONTACT';

const exportContact: AdminCommand = {
  name: 'export-contact',
  usage: `${WHO} FOLDER`,
  words: 2,
  summary: 'writes all that is kept of a person (by id, address or SCHEME:VALUE) into a new folder, to be handed to him',
  async run({ words: [who, folder] }, context) {
    if (who === undefined || folder === undefined) throw new UsageError('whom, and into which new folder?');
    const database = await context.resolve<Database>(DATABASE);
    const blobs = await context.resolve<BlobStore>(BLOB_STORE);
    const clock = await context.resolve<Clock>(CLOCK);
    const { tickets, entries, files } = await new ContactExport(database, blobs).write(who, folder, clock.now());
    await noteCommand(context, 'export-contact');
    context.print(`${tickets} tickets, ${entries} entries and ${files} files of ${who} are in ${folder}: begin with contact.json`);
  },
};

const deleteContact: AdminCommand = {
  name: 'delete-contact',
  usage: `${WHO} --yes`,
  flags: ['yes'],
  words: 1,
  summary: 'takes a person out for good: name, addresses, every word and file of his tickets, and what he wrote in tickets of others',
  async run({ words: [who], options }, context) {
    if (who === undefined) throw new UsageError('whom?');
    if (options['yes'] !== true) throw new UsageError('nobody can undo this: export-contact first if need be, then say --yes');
    const clock = await context.resolve<Clock>(CLOCK);
    const erasure = new ContactErasure(
      await context.resolve<Database>(DATABASE),
      await context.resolve<EventBus>(EVENT_BUS),
      await openSweeper(context),
      clock,
    );
    const { tickets, entries, blobs, blobsLeft, kept } = await erasure.erase(who);
    await noteCommand(context, 'delete-contact');
    const until = new Date(clock.now().getTime() + context.settings.log.retentionDays * DAY_MS);
    context.print(`${tickets} tickets, ${entries} entries and ${blobs} files of ${who} are erased`);
    if (blobsLeft > 0) context.print(`${blobsLeft} files stay for now: others sent the same bytes, or a backup is being written`);
    if (kept.until !== null)
      context.print(
        `${kept.entries} recorded calls stay whole, for the desk keeps recordings so long (retention.recordingsAtLeastDays); they go by themselves, the last on ${kept.until.toISOString().slice(0, 10)}`,
      );
    context.print('Connectors forget his conversations as soon as they run, and do not send what they have not sent yet');
    context.print(`The message log forgets the rest on ${until.toISOString().slice(0, 10)}; backups made before hold it still`);
  },
};

/** With all that name blobs in a running product, so that nothing goes that others still need. */
async function openSweeper(context: AdminContext): Promise<BlobSweeper> {
  const sweeper = await context.resolve<BlobSweeper>(BLOB_SWEEPER);
  const letters = await context.resolve<DeadLetters>(DEAD_LETTERS);
  const database = await context.resolve<Database>(DATABASE);
  sweeper.registerNamer(new EntryBlobs(database, sweeper));
  sweeper.registerNamer(new DraftBlobs(database, sweeper));
  sweeper.registerNamer({
    name: 'dead-letters',
    namesAny: async (refs) => new Set((await letters.findNamedBlobs(refs)) as BlobRef[]),
  });
  return sweeper;
}

export const adminCommands: readonly AdminCommand[] = [exportContact, deleteContact];
