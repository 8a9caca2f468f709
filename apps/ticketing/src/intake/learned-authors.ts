import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { readTopic } from '../threading/index.js';
import type { EntryAuthor, EntryDirection } from '../tickets/entry-row.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketRepository } from '../tickets/ticket.repository.js';
import { subjectOf, toPeople } from './batch-plan.js';
import type { ResolvedSender } from './batch-resolver.js';
import type { MessageItem, StoredMessage } from './intake-item.js';
import type { KnownEntry } from './sort-out.js';
import { toTopicId } from './sql-thread-facts.js';
import { toAuthor } from './to-entry-row.js';

/** An entry of nobody known, in its new state. */
export interface NamelessEntry {
  author: EntryAuthor;
  direction: EntryDirection;
}

export interface NewerState {
  readonly entry: NamelessEntry;
  /** What a ticket is called that the entry opened as it was. */
  readonly subjectBefore: string;
  readonly message: StoredMessage;
  /** Null while nobody is named. */
  readonly sender: ResolvedSender | null;
  readonly draft: TicketDraft;
}

interface LeftContact {
  readonly id: string;
  /** Only this one message was his. */
  readonly once: boolean;
}

/**
 * Who wrote is sometimes told after his words: a switch tells of a recording before the number. Then the entry gets its author, and its ticket the contact,
 * where that was the nameless one. Who was named stays, and no two become one. Until somebody is named, the subject follows what is told, where nobody
 * called the ticket otherwise.
 */
@Injectable()
export class LearnedAuthors {
  constructor(private readonly tickets: TicketRepository) {}

  /** Changes entries and drafts, and writes what of tickets is not written with every change. Tickets are locked by now. */
  async follow(transaction: Transaction, states: readonly NewerState[]): Promise<void> {
    if (states.length === 0) return;
    const nameless = await findNameless(transaction, states);
    const changed = new Map<TicketDraft, StoredMessage>();
    const left: LeftContact[] = [];
    for (const { entry, subjectBefore, message, sender, draft } of states) {
      const subject = subjectOf(message);
      if (draft.subject === subjectBefore && subject !== subjectBefore) {
        draft.subject = subject;
        changed.set(draft, message);
      }
      if (sender === null) continue;
      if (nameless.has(`${draft.contactId} ${nameOf(entry.author)}`)) {
        left.push({ id: draft.contactId, once: !message.conversation.continues });
        draft.contactId = sender.contactId;
        changed.set(draft, message);
      }
      entry.author = toAuthor(message, sender.contactId);
      entry.direction = message.direction;
    }
    await writeTickets(transaction, changed);
    await this.tickets.addPeople(
      transaction,
      states.flatMap(({ draft, sender }) => (sender === null ? [] : toPeople(sender, draft.id, { opens: false, invites: false }))),
    );
    await forgetLeft(transaction, left);
  }
}

/** Newer states of entries of nobody known that name somebody. */
export function findNaming(revisions: readonly MessageItem[], known: ReadonlyMap<string, KnownEntry>): MessageItem[] {
  return revisions.filter(({ message }) => known.get(message.id)?.nameless === true && namesSomebody(message));
}

export function isNameless({ identity }: EntryAuthor): boolean {
  return identity?.assurance === 'anonymous';
}

/** What an agent did elsewhere names the customer as its recipient. */
function namesSomebody({ direction, sender, recipients }: StoredMessage): boolean {
  if (direction === 'echo') return recipients.some(({ identity }) => identity.assurance !== 'anonymous');
  return sender.identities[0]!.assurance !== 'anonymous';
}

function nameOf({ identity }: EntryAuthor): string {
  return `${identity!.scheme} ${identity!.scope ?? ''} ${identity!.value}`;
}

/** Contacts of these tickets of whom nothing is known but who the entry was from, each with that. */
async function findNameless(transaction: Transaction, states: readonly NewerState[]): Promise<Set<string>> {
  const asked = states.filter(({ sender }) => sender !== null);
  if (asked.length === 0) return new Set();
  const rows = await transaction.query<{ id: string; scheme: string; scope: string; value: string }>(
    `select c.id, i.scheme, i.scope, i.value
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as w (contact_id, scheme, scope, value)
     join contacts c on c.id = w.contact_id and c.merged_into is null
     join identities i on i.scheme = w.scheme and i.scope = w.scope and i.value = w.value and i.contact_id = c.id
     where not exists (select from identities o where o.contact_id = c.id and o.assurance <> 'anonymous')`,
    [
      asked.map(({ draft }) => draft.contactId),
      asked.map(({ entry }) => entry.author.identity!.scheme),
      asked.map(({ entry }) => entry.author.identity!.scope ?? ''),
      asked.map(({ entry }) => entry.author.identity!.value),
    ],
  );
  return new Set(rows.map(({ id, scheme, scope, value }) => `${id} ${scheme} ${scope} ${value}`));
}

async function writeTickets(transaction: Transaction, changed: ReadonlyMap<TicketDraft, StoredMessage>): Promise<void> {
  if (changed.size === 0) return;
  const rows = [...changed].map(([{ id, subject, contactId }, { threading }]) => {
    const { bare } = readTopic(threading.subject ?? null, threading.threadTopic ?? null);
    return { id, subject, contact_id: contactId, topic: toTopicId(bare) };
  });
  await transaction.query(
    `update tickets t set contact_id = c.contact_id, topic = case when t.subject = c.subject then t.topic else c.topic end, subject = c.subject
     from json_to_recordset($1::json) as c (id uuid, contact_id uuid, subject text, topic uuid) where t.id = c.id`,
    [JSON.stringify(rows)],
  );
}

/** A hidden caller stands for one call. Nobody is left of him when that has another contact, unless an agent began to work on him. */
async function forgetLeft(transaction: Transaction, left: readonly LeftContact[]): Promise<void> {
  const ids = left.filter(({ once }) => once).map(({ id }) => id);
  if (ids.length === 0) return;
  await transaction.query(
    `with gone as (
       delete from contacts c where c.id = any($1::uuid[]) and not exists (select from tickets t where t.contact_id = c.id)
         and not exists (select from contacts m where m.merged_into = c.id)
         and not exists (select from contact_merges m where c.id in (m.from_contact, m.into_contact))
         and not exists (select from contact_confirmations f where f.contact_id = c.id)
       returning c.id
     ) delete from identities i using gone where i.contact_id = gone.id`,
    [ids],
  );
}
