import { Injectable } from '@nestjs/common';
import { toTerseParts, toWholeParts } from '#contracts';
import type { MessagePart, TersePart } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';
import { toBlobRows } from '../tickets/entry.repository.js';
import type { EntryAuthor, EntryDirection, EntryFlags, EntryRow, ReplyContext } from '../tickets/entry-row.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { asEntryId, describeTicket, toTicketRecord } from '../tickets/ticket-events.js';
import { subjectOf } from './batch-plan.js';
import type { ResolvedSender } from './batch-resolver.js';
import { isNameless, LearnedAuthors } from './learned-authors.js';
import type { NewerState } from './learned-authors.js';
import type { SortedItems } from './sort-out.js';
import { withMedia } from './sort-out.js';
import { toFlags, toRaw, toReplyContext } from './to-entry-row.js';

type Change = 'revised' | 'recalled' | 'media';

interface ChangingEntry {
  readonly id: string;
  readonly ticketId: string;
  author: EntryAuthor;
  direction: EntryDirection;
  revision: number;
  parts: MessagePart[];
  plainText: string;
  newText: string;
  flags: EntryFlags;
  raw: EntryRow['raw'];
  replyContext: ReplyContext | null;
  readonly made: Set<Change>;
}

/** Applies edits, recalls and late media to entries that exist: all of a batch read, changed and written at once. */
@Injectable()
export class EntryChanges {
  constructor(private readonly authors: LearnedAuthors) {}

  /** `named`: who revised entries are from. `drafts` has the locked ticket of every entry that changes. Returns what to tell. */
  async apply(
    transaction: Transaction,
    { revisions, changes }: SortedItems,
    named: ReadonlyMap<string, ResolvedSender>,
    drafts: ReadonlyMap<string, TicketDraft>,
    now: Date,
  ): Promise<OutgoingRecord[]> {
    const ids = [...new Set([...revisions.map(({ message }) => message.id), ...changes.map((change) => change.entryId)])];
    if (ids.length === 0) return [];
    const entries = await load(transaction, ids);
    const nameless: NewerState[] = [];
    for (const { message, replayed } of revisions) {
      const entry = entries.get(message.id);
      if (entry === undefined || entry.revision >= message.revision) continue;
      if (isNameless(entry.author) && entry.flags.erasedAt === undefined) {
        const sender = named.get(message.id) ?? null;
        nameless.push({ entry, subjectBefore: subjectBefore(entry), message, sender, draft: drafts.get(entry.ticketId)! });
      }
      const { revision, plainText, newText } = message;
      const flags = { ...entry.flags, ...toFlags(message, false, replayed) };
      Object.assign(entry, { revision, plainText, newText, flags, parts: message.parts });
      Object.assign(entry, { raw: toRaw(message), replyContext: toReplyContext(message) });
      entry.made.add('revised');
    }
    for (const { entryId, change } of changes) {
      const entry = entries.get(entryId);
      if (entry === undefined) continue;
      if (change.type === 'recalled') entry.flags = { ...entry.flags, recalledAt: change.at };
      else entry.parts = withMedia(entry.parts, change);
      entry.made.add(change.type);
    }
    await this.authors.follow(transaction, nameless);
    const changed = [...entries.values()].filter((entry) => entry.made.size > 0);
    await write(transaction, changed);
    return changed.flatMap((entry) => tell(entry, drafts.get(entry.ticketId)!, now));
  }
}

/** As `subjectOf` made it of the entry when it was told. */
function subjectBefore({ replyContext, newText, plainText }: ChangingEntry): string {
  const subject = replyContext?.subject;
  return subjectOf({ threading: { references: [], ...(subject === undefined ? {} : { subject }) }, newText, plainText });
}

function tell(entry: ChangingEntry, draft: TicketDraft, now: Date): OutgoingRecord[] {
  draft.touch();
  const ticket = describeTicket(draft, now);
  return [...entry.made].map((change) => toTicketRecord('ticket.entry_changed.v1', { ...ticket, entryId: asEntryId(entry.id), change }));
}

async function load(transaction: Transaction, ids: readonly string[]): Promise<Map<string, ChangingEntry>> {
  const rows = await transaction.query<{
    id: string;
    ticket_id: string;
    author: EntryAuthor;
    direction: EntryDirection;
    revision: number;
    parts: TersePart[];
    plain_text: string;
    new_text: string | null;
    flags: EntryFlags;
    raw: EntryRow['raw'];
    reply_context: ReplyContext | null;
  }>(
    `select id, ticket_id, author, direction, revision, parts, plain_text, new_text, flags, raw, reply_context
     from entries where id = any($1::uuid[]) order by id for no key update`,
    [[...ids].sort()],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        ticketId: row.ticket_id,
        author: row.author,
        direction: row.direction,
        revision: row.revision,
        parts: toWholeParts(row.parts, row.plain_text),
        plainText: row.plain_text,
        newText: row.new_text ?? row.plain_text,
        flags: row.flags,
        raw: row.raw,
        replyContext: row.reply_context,
        made: new Set<Change>(),
      },
    ]),
  );
}

async function write(transaction: Transaction, entries: readonly ChangingEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    id: entry.id,
    author: entry.author,
    direction: entry.direction,
    revision: entry.revision,
    parts: toTerseParts(entry.parts, entry.plainText),
    plain_text: entry.plainText,
    new_text: entry.newText === entry.plainText ? null : entry.newText,
    flags: entry.flags,
    raw: entry.raw,
    reply_context: entry.replyContext,
  }));
  const blobs = entries.flatMap(toBlobRows);
  await transaction.query(
    `with blobs as (
       insert into entry_blobs (sha256, entry_id)
       select decode(sha256, 'hex'), entry_id from json_to_recordset($2::json) as b (sha256 text, entry_id uuid)
       on conflict do nothing
     )
     update entries e set author = c.author, direction = c.direction, revision = c.revision, parts = c.parts, plain_text = c.plain_text, new_text = c.new_text, flags = c.flags,
       raw = c.raw, reply_context = c.reply_context
     from json_to_recordset($1::json) as c (id uuid, author json, direction text, revision int, parts json, plain_text text, new_text text, flags json, raw json,
       reply_context json)
     where e.id = c.id`,
    [JSON.stringify(rows), JSON.stringify(blobs)],
  );
}
