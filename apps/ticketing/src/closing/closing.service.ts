import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { mayClose } from './closing.js';
import { ArchiveEdits } from './archive-edits.js';
import { ClosingDesk } from './closing-desk.js';
import { ClosingFacts, type Ending, isArchiveFull } from './closing-facts.js';
import { type ArchiveEdit, ClosingRepository } from './closing.repository.js';

interface Seen {
  /** Of the ticket. */
  readonly expectedVersion?: number | undefined;
}

export type SpokenAnswer = 'solved' | 'not_solved' | 'more' | 'not_asked';

/** What agents do about the end of a ticket: fill the archive, enter what the customer said another way. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly work: TicketWork,
    private readonly tickets: TicketReader,
    private readonly facts: ClosingFacts,
    private readonly closings: ClosingRepository,
    private readonly closing: ClosingDesk,
    private readonly edits: ArchiveEdits,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Throws `PermanentError` (`ticket_unknown`). */
  async view(ticketIdOrNumber: string) {
    const ticket = await this.tickets.find(ticketIdOrNumber);
    if (ticket === null) throw new PermanentError(`there is no ticket ${ticketIdOrNumber}`, { code: 'ticket_unknown' });
    const { sql } = this.database;
    const found = (await this.facts.read(sql, [ticket.id])).get(ticket.id)!;
    const { closing, archive, missing, about } = found;
    const { ticketId: _id, ...kept } = archive;
    return {
      ticketId: ticket.id,
      complex: about.complex,
      state: closing?.state ?? null,
      askedAt: closing?.askedAt ?? null,
      told: closing?.told ?? null,
      answeredAt: closing?.answeredAt ?? null,
      answer: closing?.answer ?? null,
      archive: { ...kept, lastEdit: await this.edits.findLast(sql, ticket.id) },
      missing,
      followUps: await sql.query<{ rule: string; dueAt: Date; doneAt: Date | null; missedAt: Date | null; outcome: string | null }>(
        `select rule, due_at as "dueAt", done_at as "doneAt", missed_at as "missedAt", outcome from follow_ups where ticket_id = $1::uuid order by due_at, rule`,
        [ticket.id],
      ),
    };
  }

  /**
   * What is absent stays; an article that is named is linked with the ticket. A ticket that waited for it closes. Throws `PermanentError`: `ticket_unknown`,
   * `version_conflict`, `article_unknown`.
   */
  async archive(ticketIdOrNumber: string, { expectedVersion, ...edit }: ArchiveEdit & Seen, actor: Actor): Promise<string> {
    return this.work.run(async (unit) => {
      const ticket = await this.lock(unit, ticketIdOrNumber);
      refuseStale(ticket.draft, expectedVersion);
      const named = await this.edits.link(unit, ticket.draft, edit, actor);
      const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
      await this.closings.saveArchives(unit.transaction, [{ ...ticket.archive, ...given }], actor, unit.now);
      await this.edits.keep(unit, ticket.archive, given);
      ticket.draft.touch();
      const after = await this.lock(unit, ticket.draft.id);
      if (after.draft.status === 'solved' && mayClose(after.closing?.state)) await this.closing.closeWhatIsDone(unit, [after]);
      return ticket.draft.id;
    });
  }

  /** Said on the phone or at the counter; or nobody was asked, with the reason. Throws `PermanentError`: `ticket_unknown`, `version_conflict`, `answer_needs_words`. */
  async answer(
    ticketIdOrNumber: string,
    { answer, text, expectedVersion }: { answer: SpokenAnswer; text?: string | undefined } & Seen,
    actor: Actor,
  ): Promise<string> {
    if (answer === 'not_asked' && text === undefined)
      throw new PermanentError('say why the customer was not asked', { code: 'answer_needs_words', hint: 'give text' });
    return this.work.run(async (unit) => {
      const ticket = await this.lock(unit, ticketIdOrNumber);
      const { draft, closing } = ticket;
      refuseStale(draft, expectedVersion);
      const words = `Is it solved? ${answer.replace('_', ' ')}${text === undefined ? '' : `: ${text}`}`;
      const entryId = randomUUID();
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          {
            id: entryId,
            ticketId: draft.id,
            seq,
            direction: 'system',
            actor,
            text: words,
            code: 'closing.answered',
            data: { answer, text },
          },
          unit.now,
        ),
      );
      if (closing?.state !== 'asked')
        await this.closings.insert(unit.transaction, [
          { id: randomUUID(), ticketId: draft.id, state: 'asked', told: null, askedAt: unit.now, answer: null, actor },
        ]);
      const asked = await this.lock(unit, draft.id);
      await this.closings.answer(unit.transaction, [{ id: asked.closing!.id, state: answer, answer: text ?? null, entryId }], unit.now);
      if (text !== undefined && answer !== 'not_asked' && asked.archive.feedback === null)
        await this.closings.saveArchives(unit.transaction, [{ ...asked.archive, feedback: text }], actor, unit.now);
      if (answer === 'not_solved' || answer === 'more') unit.apply(draft, { kind: 'agent_set', status: 'open' }, 'closing');
      else await this.closing.closeWhatIsDone(unit, [await this.lock(unit, draft.id)]);
      return draft.id;
    });
  }

  /**
   * Takes the last edit of the archive back, where nobody wrote something else since. Closing that it brought about stands. Returns the ticket's id.
   * Throws `PermanentError`: `ticket_unknown`, `archive_edit_unknown`.
   */
  async undoArchive(ticketIdOrNumber: string, editId: string, actor: Actor): Promise<string> {
    return this.work.run(async (unit) => {
      const ticket = await this.lock(unit, ticketIdOrNumber);
      const back = await this.edits.takeBack(unit, ticket.archive, editId);
      await this.closings.saveArchives(unit.transaction, [{ ...ticket.archive, ...back }], actor, unit.now);
      const after = await this.lock(unit, ticket.draft.id);
      if (after.archive.archivedAt !== null && !isArchiveFull(after.missing))
        await this.closings.saveArchives(unit.transaction, [{ ...after.archive, archivedAt: null }], actor, unit.now);
      ticket.draft.touch();
      return ticket.draft.id;
    });
  }

  private async lock(unit: WorkUnit, ticketIdOrNumber: string): Promise<Ending> {
    const draft = await unit.lockLead(ticketIdOrNumber);
    return { ...(await this.facts.read(unit.transaction, [draft.id])).get(draft.id)!, draft };
  }
}
