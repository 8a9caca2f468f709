import type { Database } from '#database';
import { DATABASE } from '#database';
import { type AdminCommand, type AdminContext, PermanentError, readOption, UsageError } from '#runtime';
import { EntryReader } from './tickets/entry-reader.js';
import { TicketReader } from './tickets/ticket-reader.js';
import type { EntryView } from './tickets/ticket-view.js';

const MOST_SHOWN = 200;

/** The newest tickets, a line each. */
const tickets: AdminCommand = {
  name: 'tickets',
  usage: '[--limit N]',
  options: ['limit'],
  summary: 'lists the newest tickets',
  async run(args, context) {
    const limit = Number(readOption(args, 'limit') ?? 20);
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST_SHOWN) throw new UsageError(`--limit is a number from 1 to ${MOST_SHOWN}`);
    const database = await context.resolve<Database>(DATABASE);
    const { items } = await new TicketReader(database).list({}, { limit });
    if (items.length === 0) return context.print('no tickets yet: send a mail to the SMTP door');
    for (const ticket of items) {
      const who = ticket.contact.displayName ?? ticket.contact.identities[0]?.value ?? '';
      context.print(
        `${ticket.number}  ${ticket.status.padEnd(7)}  ${String(ticket.entries).padStart(3)} entries  ${who}: ${ticket.subject}`,
      );
    }
    context.print('\nOne of them: npm run --silent admin -- ticket NUMBER');
  },
};

/** One thread, entry by entry, with why each is there and how far each answer got. */
const ticket: AdminCommand = {
  name: 'ticket',
  usage: 'NUMBER',
  words: 1,
  summary: 'shows the thread of a ticket',
  async run(args, context) {
    const [number] = args.words;
    if (number === undefined) throw new UsageError('which ticket? give its number');
    const database = await context.resolve<Database>(DATABASE);
    const found = await new TicketReader(database).find(number);
    if (found === null)
      throw new PermanentError(`there is no ticket ${number}`, { code: 'ticket_unknown', hint: 'list them: admin -- tickets' });
    context.print(`${found.number}  ${found.status}  ${found.subject}`);
    const entries = new EntryReader(database);
    for (let cursor: string | undefined; ;) {
      const page = await entries.list(found.id, { limit: MOST_SHOWN, cursor });
      for (const entry of page.items) printEntry(entry, context);
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  },
};

function printEntry(entry: EntryView, context: AdminContext): void {
  const arrow = { inbound: '→', outbound: '←', echo: '⇠', note: '✎', system: '·' }[entry.direction];
  const author = entry.author.displayName ?? entry.author.identity?.raw ?? entry.author.role;
  const rule = entry.threading === null ? '' : `  [${entry.threading.rule}${entry.threading.review ? ', waits for review' : ''}]`;
  context.print(`\n${arrow} ${entry.seq}  ${entry.occurredAt.toISOString()}  ${author}${rule}${entry.folded ? '  (folded)' : ''}`);
  if (entry.delivery !== null) {
    const { status, error } = entry.delivery;
    context.print(`  ${status}${error ? `: ${error.message}${error.hint ? ` — ${error.hint}` : ''}` : ''}`);
  }
  for (const line of entry.newText.trim().split('\n')) context.print(`  ${line}`);
  for (const { fileName, bytes } of entry.attachments) context.print(`  [${fileName ?? 'attachment'}, ${bytes ?? '?'} bytes]`);
}

export const adminCommands: readonly AdminCommand[] = [tickets, ticket];
