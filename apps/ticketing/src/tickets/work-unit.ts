import type { EventData } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';
import { PermanentError, RetriableError } from '#runtime';
import type { EntryRow } from './entry-row.js';
import { TicketDraft } from './ticket-draft.js';
import { asEntryId, describeTicket, toTicketRecord } from './ticket-events.js';
import type { TicketHappening } from './ticket-state.js';
import type { TicketOpening, TicketPerson, TicketRepository } from './ticket.repository.js';
import type { Turn } from './turn-keepers.js';

/** What one transaction of `TicketWork` changes, gathered before it is written. */
export class WorkUnit {
  readonly openings: TicketOpening[] = [];
  readonly people: TicketPerson[] = [];
  readonly entries: EntryRow[] = [];
  /** Who got tickets, in order. */
  readonly turns: Turn[] = [];
  private readonly drafts = new Map<string, TicketDraft>();
  private readonly records: OutgoingRecord[] = [];
  private readonly events: OutgoingRecord[] = [];

  constructor(
    readonly transaction: Transaction,
    readonly now: Date,
    private readonly tickets: TicketRepository,
  ) {}

  /**
   * Locks tickets by id, all at once and once a unit. Throws `PermanentError` (`ticket_unknown`), and `RetriableError` (`ticket_merged`) when
   * one was merged meanwhile: a second look finds where it leads. `merged` lets those through that are known to be merged.
   */
  async lock(ids: readonly string[], merged: 'refuse' | 'take' = 'refuse'): Promise<TicketDraft[]> {
    const states = await this.tickets.lock(this.transaction, [...new Set(ids)]);
    return ids.map((id) => {
      const state = states.get(id);
      if (state === undefined) throw unknownTicket(id);
      if (state.mergedInto !== null && merged === 'refuse')
        throw new RetriableError(`ticket ${state.number} was merged into another`, { code: 'ticket_merged' });
      const draft = this.drafts.get(id) ?? new TicketDraft(state);
      this.drafts.set(id, draft);
      return draft;
    });
  }

  /** The ticket that an id or a number leads to, locked. */
  async lockLead(idOrNumber: string): Promise<TicketDraft> {
    const lead = await this.tickets.findLead(this.transaction, idOrNumber);
    if (lead === null) throw unknownTicket(idOrNumber);
    const [draft] = await this.lock([lead]);
    return draft!;
  }

  /** Runs a part that may fail: what it did by then is undone, in the database and here, and its error is thrown on. Not one inside another. */
  async attempt<T>(part: () => Promise<T>): Promise<T> {
    const restore = this.remember();
    await this.transaction.query('savepoint attempt');
    try {
      const result = await part();
      await this.transaction.query('release savepoint attempt');
      return result;
    } catch (error) {
      // Another transaction was in the way: all of it is tried again.
      if (error instanceof RetriableError) throw error;
      await this.transaction.query('rollback to savepoint attempt');
      restore();
      throw error;
    }
  }

  private remember(): () => void {
    const lists: unknown[][] = [this.openings, this.people, this.entries, this.turns, this.records, this.events];
    const lengths = lists.map((list) => list.length);
    const drafts = [...this.drafts].map(([id, draft]) => ({ id, draft, before: draft.snapshot() }));
    return () => {
      lists.forEach((list, index) => (list.length = lengths[index]!));
      // What was locked since stays locked only as long as its savepoint.
      this.drafts.clear();
      for (const { id, draft, before } of drafts) {
        draft.restore(before);
        this.drafts.set(id, draft);
      }
    };
  }

  open(opening: TicketOpening): TicketDraft {
    this.openings.push(opening);
    const { draft } = opening;
    this.drafts.set(draft.id, draft);
    this.tell('ticket.opened.v1', draft, { subject: draft.subject, contactId: draft.contactId });
    const { assigneeId: assignee = null, groupId: group = null } = opening;
    if (assignee !== null) this.turns.push({ ticketId: draft.id, assignee, group, reason: 'opened' });
    return draft;
  }

  /** Takes an entry in; `make` gets its place. One that is held counts as written when it goes out: only that it is there is told. */
  addEntry(draft: TicketDraft, channel: string | null, make: (seq: number) => EntryRow, held = false): EntryRow {
    const entry = make(draft.addEntry(channel, this.now));
    this.entries.push(entry);
    if (held) this.tell('ticket.entry_changed.v1', draft, { entryId: asEntryId(entry.id), change: 'delivery' });
    else this.tell('ticket.entry_added.v1', draft, { entryId: asEntryId(entry.id), seq: entry.seq, direction: entry.direction });
    return entry;
  }

  apply(draft: TicketDraft, happening: TicketHappening, reason: string): void {
    const before = draft.statusChanges.length;
    draft.apply(happening);
    for (const { from, to } of draft.statusChanges.slice(before)) this.tell('ticket.status_changed.v1', draft, { from, to, reason });
  }

  tell<T extends Extract<keyof TicketEvents, string>>(type: T, draft: TicketDraft, more: TicketEvents[T]): void {
    const data = { ...describeTicket(draft, this.now), ...more } as EventData<T> & ReturnType<typeof describeTicket>;
    this.events.push(toTicketRecord(type, data));
  }

  /** That a ticket is somebody's now, or nobody's. */
  assign(draft: TicketDraft, assignee: string | null, group: string | null, reason: string): void {
    this.turns.push({ ticketId: draft.id, assignee, group, reason });
    this.tell('ticket.assigned.v1', draft, { assignee, group, reason });
  }

  /** A record for another topic; it goes out before the events. */
  send(record: OutgoingRecord): void {
    this.records.push(record);
  }

  changedDrafts(): TicketDraft[] {
    const opened = new Set(this.openings.map(({ draft }) => draft));
    return [...this.drafts.values()].filter((draft) => !opened.has(draft));
  }

  takeRecords(): OutgoingRecord[] {
    return [...this.records, ...this.events];
  }
}

type TicketEventName =
  | 'ticket.opened.v1'
  | 'ticket.entry_added.v1'
  | 'ticket.entry_changed.v1'
  | 'ticket.assigned.v1'
  | 'ticket.changed.v1'
  | 'ticket.escalated.v1'
  | 'ticket.rated.v1'
  | 'ticket.status_changed.v1'
  | 'ticket.merged.v1';
/** What an event says beyond the ticket itself. */
type TicketEvents = { [T in TicketEventName]: Omit<EventData<T>, 'ticketId' | 'number' | 'version' | 'at'> };

function unknownTicket(idOrNumber: string): PermanentError {
  return new PermanentError(`there is no ticket ${idOrNumber}`, { code: 'ticket_unknown' });
}
