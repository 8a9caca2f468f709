import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database, Sql } from '#database';
import { CLOCK, PermanentError } from '#runtime';
import type { Clock } from '#runtime';
import { toTopicId } from '../intake/sql-thread-facts.js';
import { NumberDrawer } from '../numbering/number-drawer.js';
import { readTopic } from '../threading/index.js';
import type { Actor } from '../tickets/actor.js';
import { TicketDraft } from '../tickets/ticket-draft.js';
import { makeOrderedId } from '../tickets/ordered-id.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Move } from './move.js';
import { MoveRepository } from './move.repository.js';
import type { PlacedEntry } from './move.repository.js';
import { Mover } from './mover.js';

export interface MoveRequest {
  readonly entryIds: readonly string[];
  /** The version of the ticket the entries are in that the agent saw. */
  readonly expectedVersion?: number;
}

/**
 * Moves, splits and merges, each undoable by the id it returns; both tickets keep the record. All throw `PermanentError`: `ticket_unknown`,
 * `entry_unknown`, `entry_elsewhere` (not in the ticket named), `same_ticket`, `version_conflict`, `move_unknown`, `move_undone`.
 */
@Injectable()
export class MoveService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly work: TicketWork,
    private readonly numbers: NumberDrawer,
    private readonly moves: MoveRepository,
    private readonly mover: Mover,
  ) {}

  /** Entries of one ticket into another. */
  async move(ticket: string, toTicket: string, request: MoveRequest, actor: Actor): Promise<Move> {
    return this.store(async (unit) => {
      const [from, to] = await this.lockTwo(unit, ticket, toTicket, 'the entries are in that ticket already');
      refuseStale(from, request.expectedVersion);
      const entries = await this.findEntries(unit, from, request.entryIds);
      return this.mover.move(unit, 'move', entries, from, to, actor);
    });
  }

  /** Entries of one ticket into a new one, which begins with the subject given or that of the old one. */
  async split(ticket: string, request: MoveRequest & { readonly subject?: string }, actor: Actor): Promise<Move> {
    const lead = await this.findLead(this.database.sql, ticket);
    const number = await this.drawLike(lead.number);
    return this.store(async (unit) => {
      const from = await unit.lockLead(ticket);
      refuseStale(from, request.expectedVersion);
      return this.open(unit, from, request, number, actor);
    });
  }

  /** As a part of other work, on a locked ticket. Returns the id of the move. */
  async splitIn(unit: WorkUnit, from: TicketDraft, request: MoveRequest & { readonly subject?: string }, actor: Actor): Promise<string> {
    return this.open(unit, from, request, await this.drawLike(from.number), actor);
  }

  private async drawLike(number: string): Promise<string> {
    const [drawn] = await this.numbers.draw([number.split('-')[1]!], this.clock.now());
    return drawn!;
  }

  private async open(
    unit: WorkUnit,
    from: TicketDraft,
    request: MoveRequest & { readonly subject?: string },
    number: string,
    actor: Actor,
  ): Promise<string> {
    const entries = await this.findEntries(unit, from, request.entryIds);
    const to = openSplit(unit, from, entries, request.subject ?? from.subject, number);
    return this.mover.move(unit, 'split', entries, from, to, actor);
  }

  /** All of `ticket` into another; its number and id lead there from now on. */
  async merge(ticket: string, intoTicket: string, request: { readonly expectedVersion?: number }, actor: Actor): Promise<Move> {
    return this.store(async (unit) => {
      const [from, into] = await this.lockTwo(unit, ticket, intoTicket, 'a ticket cannot be merged into itself');
      refuseStale(from, request.expectedVersion);
      return this.mover.merge(unit, from, into, actor);
    });
  }

  /** Puts back what a move, split or merge did. */
  async undo(moveId: string, actor: Actor): Promise<Move> {
    return this.store(async (unit) => {
      const move = await this.moves.find(unit.transaction, moveId);
      if (move === null) throw new PermanentError(`there is no move ${moveId}`, { code: 'move_unknown' });
      const [from, to] = await unit.lock([move.fromTicket, move.toTicket], 'take');
      if (!(await this.moves.markUndone(unit.transaction, moveId, actor, unit.now)))
        throw new PermanentError(`move ${moveId} was undone already`, { code: 'move_undone' });
      await this.mover.undo(unit, move, from!, to!, actor);
      return moveId;
    });
  }

  async find(moveId: string): Promise<Move | null> {
    return this.moves.find(this.database.sql, moveId);
  }

  /** All that touched a ticket, oldest first. */
  async listOf(ticketId: string): Promise<readonly Move[]> {
    return this.moves.listOf(this.database.sql, ticketId);
  }

  private async lockTwo(unit: WorkUnit, one: string, other: string, refusal: string): Promise<[TicketDraft, TicketDraft]> {
    const ids = [(await this.findLead(unit.transaction, one)).id, (await this.findLead(unit.transaction, other)).id];
    if (ids[0] === ids[1]) throw new PermanentError(refusal, { code: 'same_ticket' });
    const [first, second] = await unit.lock(ids);
    return [first!, second!];
  }

  private async findLead(sql: Sql, idOrNumber: string): Promise<{ id: string; number: string }> {
    const lead = await this.moves.findLead(sql, idOrNumber);
    if (lead === null) throw new PermanentError(`there is no ticket ${idOrNumber}`, { code: 'ticket_unknown' });
    return lead;
  }

  private async store(work: (unit: WorkUnit) => Promise<string>): Promise<Move> {
    const id = await this.work.run(work);
    return (await this.moves.find(this.database.sql, id))!;
  }

  private async findEntries(unit: WorkUnit, from: TicketDraft, ids: readonly string[]): Promise<PlacedEntry[]> {
    const entries = await this.moves.findEntries(unit.transaction, ids);
    if (entries.length === 0 || entries.length < new Set(ids).size)
      throw new PermanentError('there is no such entry', { code: 'entry_unknown' });
    if (entries.some((entry) => entry.ticketId !== from.id))
      throw new PermanentError(`not all of these entries are in ticket ${from.number}`, { code: 'entry_elsewhere' });
    return entries;
  }
}

function openSplit(unit: WorkUnit, from: TicketDraft, entries: readonly PlacedEntry[], subject: string, number: string): TicketDraft {
  const contactId = entries.find((entry) => entry.contactId !== null)?.contactId ?? from.contactId;
  return unit.open({
    draft: new TicketDraft({
      ...{
        id: makeOrderedId(unit.now),
        number,
        subject,
        contactId,
        status: from.status === 'new' ? 'new' : 'open',
        channels: [],
        inboxId: from.inboxId,
      },
      ...{ version: 1, lastSeq: 0, folded: false, quarantined: false, numberTold: null, automaticMails: 0, lastOccurredAt: null },
    }),
    openedAt: unit.now,
    topicId: toTopicId(readTopic(subject).bare),
    startsWithReply: false,
    firstOccurredAt: unit.now,
  });
}
