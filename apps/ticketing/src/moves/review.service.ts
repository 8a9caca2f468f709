import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import type { Actor } from '../tickets/actor.js';
import type { EntryThreading } from '../tickets/entry-row.js';
import { asEntryId } from '../tickets/ticket-events.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { MoveRepository } from './move.repository.js';
import { Mover } from './mover.js';

/** Decides about entries that threading left to a person: join the suggested ticket, or stay where they are. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly work: TicketWork,
    private readonly moves: MoveRepository,
    private readonly mover: Mover,
  ) {}

  /**
   * Puts the entry into the suggested ticket; its own ticket goes along (merged) when the customer wrote nothing else
   * there, or the suggestion is for all of it. Returns the
   * id of the move, which undoes it. Throws `PermanentError`: `entry_unknown`, `review_decided`.
   */
  async accept(entryId: string, actor: Actor): Promise<string> {
    return this.work.run(async (unit) => {
      const { ticketId, threading } = await findReview(unit, entryId);
      const suggested = await this.moves.findLead(unit.transaction, threading.suggestedTicketId!);
      if (suggested === null || suggested.id === ticketId) throw decided(entryId);
      const [from, to] = await unit.lock([ticketId, suggested.id]);
      await decide(unit, entryId, threading, 'accepted');
      const entries = await this.moves.findAllEntries(unit.transaction, ticketId);
      const alone = entries.filter(({ direction }) => direction === 'inbound' || direction === 'echo').length === 1;
      if (alone || threading.wholeTicket === true) return this.mover.merge(unit, from!, to!, actor);
      return this.mover.move(
        unit,
        'move',
        entries.filter(({ id }) => id === entryId),
        from!,
        to!,
        actor,
      );
    });
  }

  /** The entry stays in the ticket it is in. Throws like `accept`. */
  async reject(entryId: string): Promise<void> {
    await this.work.run(async (unit) => {
      const { ticketId, threading } = await findReview(unit, entryId);
      const [draft] = await unit.lock([ticketId]);
      draft!.touch();
      await decide(unit, entryId, threading, 'rejected');
      unit.tell('ticket.entry_changed.v1', draft!, { entryId: asEntryId(entryId), change: 'revised' });
    });
  }
}

async function findReview(unit: WorkUnit, entryId: string): Promise<{ ticketId: string; threading: EntryThreading }> {
  const [row] = await unit.transaction.query<{ ticket_id: string; threading: EntryThreading | null }>(
    'select ticket_id, threading from entries where id = $1',
    [entryId],
  );
  if (row === undefined) throw new PermanentError(`there is no entry ${entryId}`, { code: 'entry_unknown' });
  if (row.threading?.review !== true || row.threading.suggestedTicketId === undefined) throw decided(entryId);
  return { ticketId: row.ticket_id, threading: row.threading };
}

async function decide(unit: WorkUnit, entryId: string, threading: EntryThreading, decision: 'accepted' | 'rejected'): Promise<void> {
  const rows = await unit.transaction.query(
    `update entries set threading = $2 where id = $1 and (threading->>'review')::bool returning id`,
    [entryId, JSON.stringify({ ...threading, review: false, decided: decision })],
  );
  if (rows.length === 0) throw decided(entryId);
}

function decided(entryId: string): PermanentError {
  return new PermanentError(`entry ${entryId} waits for no decision`, { code: 'review_decided' });
}
