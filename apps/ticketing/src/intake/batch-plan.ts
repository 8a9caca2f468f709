import type { SealedBox } from '../desk/sealed-boxes.js';
import type { OutgoingRecord } from '#event-bus';
import { RetriableError } from '#runtime';
import { CALM } from '../acknowledgements/verdict.js';
import type { Verdict } from '../acknowledgements/verdict.js';
import type { EntryRow } from '../tickets/entry-row.js';
import { isLostOrphan } from '../threading/index.js';
import { TicketDraft } from '../tickets/ticket-draft.js';
import type { TicketState } from '../tickets/ticket-draft.js';
import { openingStatus } from '../tickets/ticket-state.js';
import type { TicketOpening, TicketPerson } from '../tickets/ticket.repository.js';
import type { ResolvedMessage, ResolvedSender } from './batch-resolver.js';
import type { StoredMessage } from './intake-item.js';
import { toTopicId } from './sql-thread-facts.js';
import { isWrittenByPerson, toEntryRow } from './to-entry-row.js';

export interface PlannedEntry {
  readonly draft: TicketDraft;
  /** Version of the ticket with this entry as its newest. */
  readonly version: number;
  readonly opens: boolean;
  /** A person on the customer's side wrote it now: somebody waits. */
  readonly byCustomer: boolean;
  readonly row: EntryRow;
  /** Null for an entry of our own making. */
  readonly resolved: ResolvedMessage | null;
  readonly traceparent: string | undefined;
  readonly verdict: Verdict;
}

/** All that a batch will write, put together without asking anybody. */
export interface BatchPlan {
  readonly drafts: ReadonlyMap<string, TicketDraft>;
  readonly openings: readonly TicketOpening[];
  readonly people: readonly TicketPerson[];
  readonly entries: PlannedEntry[];
  /** What connectors are asked to send. */
  readonly replies: OutgoingRecord[];
}

export type LockedTickets = ReadonlyMap<string, TicketState & { mergedInto: string | null }>;

const MOST_PEOPLE = 50;
const LONGEST_SUBJECT = 500;

/** First message of each ticket that the batch opens, in order. */
export function findOpeners(messages: readonly ResolvedMessage[], locked: LockedTickets): ResolvedMessage[] {
  const openers = new Map<string, ResolvedMessage>();
  for (const message of messages) {
    const { ticketId } = message.decision.ticket;
    if (!locked.has(ticketId) && !openers.has(ticketId)) openers.set(ticketId, message);
  }
  return [...openers.values()];
}

/** `numbers`: one for each opener, in order. `verdicts`: of messages that are not `CALM`. */
export function planBatch(
  messages: readonly ResolvedMessage[],
  locked: LockedTickets,
  openers: readonly ResolvedMessage[],
  numbers: readonly string[],
  verdicts: ReadonlyMap<ResolvedMessage, Verdict>,
  sealed: ReadonlyMap<string, Pick<SealedBox, 'groupId'>>,
  now: Date,
): BatchPlan {
  const drafts = new Map<string, TicketDraft>();
  for (const [id, state] of locked) {
    if (state.mergedInto !== null)
      throw new RetriableError(`ticket ${state.number} was merged while a message came for it`, { code: 'ticket_merged' });
    drafts.set(id, new TicketDraft(state));
  }
  const openings = openers.map((opener, index) => toOpening(opener, numbers[index]!, verdicts.get(opener) ?? CALM, sealed, now));
  for (const { draft } of openings) drafts.set(draft.id, draft);
  const opened = new Set<string>();
  const entries = messages.map((resolved): PlannedEntry => {
    const { message, traceparent } = resolved.item;
    const draft = drafts.get(resolved.decision.ticket.ticketId)!;
    const seq = draft.addEntry(message.inbox.channel, new Date(message.occurredAt));
    const opens = !locked.has(draft.id) && !opened.has(draft.id);
    opened.add(draft.id);
    const verdict = verdicts.get(resolved) ?? CALM;
    const moves = isWrittenByPerson(message) && message.flags.historical !== true && !resolved.decision.folded && !verdict.quarantined;
    draft.apply({ kind: moves ? 'customer_wrote' : 'machine_wrote' });
    const row = mark(toEntryRow(resolved, draft.id, seq), opens, verdict);
    return { draft, version: draft.version, opens, byCustomer: moves, row, resolved, traceparent, verdict };
  });
  return { drafts, openings, people: messages.flatMap(peopleOf), entries, replies: [] };
}

/** In the thread of others a flood is folded away; a ticket of its own is out of the way as a whole. */
function mark(row: EntryRow, opens: boolean, { quarantined, acknowledgement, untold }: Verdict): EntryRow {
  if (untold !== undefined) return { ...row, flags: { ...row.flags, numberUntold: untold } };
  if (!quarantined) return row;
  const flags = { ...row.flags, quarantined: true, ...(acknowledgement === 'held' ? { acknowledgementHeld: true } : {}) };
  return { ...row, folded: row.folded || !opens, flags };
}

function toOpening(
  opener: ResolvedMessage,
  number: string,
  { quarantined }: Verdict,
  sealed: ReadonlyMap<string, Pick<SealedBox, 'groupId'>>,
  now: Date,
): TicketOpening {
  const { message } = opener.item;
  const byPerson = isWrittenByPerson(message);
  const draft = new TicketDraft({
    id: opener.decision.ticket.ticketId,
    number,
    subject: subjectOf(message),
    status: waitsForCustomer(message) ? 'pending' : openingStatus(byPerson && !quarantined),
    contactId: opener.contactId,
    channels: [message.inbox.channel],
    inboxId: message.inbox.id,
    version: 1,
    lastSeq: 0,
    folded: !byPerson && (message.direction !== 'echo' || message.flags.automated !== undefined),
    quarantined,
    numberTold: null,
    automaticMails: 0,
    lastOccurredAt: null,
  });
  return {
    draft,
    openedAt: now,
    topicId: toTopicId(opener.threadable.topic.bare),
    startsWithReply: isLostOrphan(opener.threadable, opener.decision),
    firstOccurredAt: new Date(message.occurredAt),
    ...toWanted(message.handling),
    groupId: sealed.get(message.inbox.id)?.groupId ?? null,
  };
}

/** What the door of its first message asks for. */
function toWanted(
  handling: StoredMessage['handling'],
): Pick<TicketOpening, 'priority' | 'category' | 'confidential' | 'proof' | 'reference'> {
  if (handling === undefined) return {};
  const { priority, category, confidential, proof, reference } = handling;
  return { priority, category, confidential, proof, reference };
}

/** An agent began the conversation elsewhere, now: it is the customer's turn. What was written before the inbox was followed waits for nobody. */
function waitsForCustomer({ direction, flags }: StoredMessage): boolean {
  return direction === 'echo' && flags.historical !== true && flags.automated === undefined;
}

/** A chat has no subject: its first words stand in. */
export function subjectOf({ threading, newText, plainText }: Pick<StoredMessage, 'threading' | 'newText' | 'plainText'>): string {
  const subject = threading.subject?.trim() ?? '';
  if (subject !== '') return subject.slice(0, LONGEST_SUBJECT);
  const words = (newText.trim() === '' ? plainText : newText).trim().split('\n', 1)[0] ?? '';
  return words.length <= 80 ? words : `${words.slice(0, 79)}…`;
}

function peopleOf(resolved: ResolvedMessage): TicketPerson[] {
  const { ticket, invites } = resolved.decision;
  return toPeople(resolved, ticket.ticketId, { opens: ticket.kind === 'new', invites });
}

/** Who takes part in a ticket by a message of its. */
export function toPeople(
  { threadable, contactId }: ResolvedSender,
  ticketId: string,
  { opens, invites }: { opens: boolean; invites: boolean },
): TicketPerson[] {
  const { echo } = threadable;
  const joins = !echo && (opens || !(threadable.bounce || threadable.fromDesk));
  // The sender's identities stand for him; his contact goes along, so that a later identity of the same person counts too.
  const senders = threadable.sender.filter((key) => !key.startsWith('contact|'));
  return [
    ...senders.map((person) => ({ ticketId, person, contactId: echo ? null : contactId, participant: joins })),
    // Whom an agent writes to takes part, wherever he writes it.
    ...threadable.recipients.slice(0, MOST_PEOPLE).map((person) => ({ ticketId, person, contactId: null, participant: echo || invites })),
  ];
}
