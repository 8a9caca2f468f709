import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { ClosingFacts } from '../closing/closing-facts.js';
import { ClosingService } from '../closing/closing.service.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { DeskDeadlines } from '../request-types/desk-deadlines.js';
import { type GivenAnswer, SurveyService, type SurveyView } from '../surveys/survey.service.js';
import type { Actor } from '../tickets/actor.js';
import type { LinkedTicket } from './progress-tickets.js';

const CUSTOMER: Actor = { kind: 'system', displayName: 'customer' };
const DONE: ReadonlySet<string> = new Set(['solved', 'closed']);

/** What a customer does about his ticket besides writing. */
@Injectable()
export class ProgressActs {
  constructor(
    private readonly closing: ClosingService,
    private readonly facts: ClosingFacts,
    private readonly deadlines: DeskDeadlines,
    private readonly surveys: SurveyService,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What he may do now. */
  async permits(ticket: LinkedTicket): Promise<{ close: boolean; reopen: boolean; rate: boolean }> {
    const done = DONE.has(ticket.status);
    const reopen = done && !(await this.isTooLate(ticket));
    return { close: ticket.status !== 'closed' && !(await this.hasSaidSolved(ticket)), reopen, rate: done };
  }

  /** It is solved for him. It closes when the desk has all it keeps; till then it is solved. */
  async close(ticket: LinkedTicket): Promise<void> {
    if (ticket.status !== 'closed') await this.closing.answer(ticket.id, { answer: 'solved' }, CUSTOMER);
  }

  /** Throws `PermanentError` (`reopening_over`). */
  async reopen(ticket: LinkedTicket): Promise<void> {
    if (!DONE.has(ticket.status)) return;
    if (await this.isTooLate(ticket))
      throw new PermanentError('this was closed too long ago', {
        code: 'reopening_over',
        hint: 'write to us anew; we see what was before',
      });
    await this.closing.answer(ticket.id, { answer: 'not_solved' }, CUSTOMER);
  }

  showRating(ticket: LinkedTicket, language: string | undefined): Promise<SurveyView> {
    return this.surveys.showOf(ticket.id, language ?? ticket.language);
  }

  /** Throws `PermanentError`: `survey_answered`, `answer_invalid`. */
  async rate(ticket: LinkedTicket, answer: GivenAnswer): Promise<void> {
    await this.surveys.rate(ticket.id, answer);
  }

  private async hasSaidSolved({ id, status }: LinkedTicket): Promise<boolean> {
    return status === 'solved' && (await this.facts.read(this.database.sql, [id])).get(id)?.closing?.state === 'solved';
  }

  private async isTooLate({ id, status }: LinkedTicket): Promise<boolean> {
    const { reopenWithin } = this.profiles.current().desk.closing;
    if (reopenWithin === undefined || status !== 'closed') return false;
    const found = (await this.facts.read(this.database.sql, [id])).get(id);
    const closedAt = found?.archive.closedAt ?? null;
    return closedAt !== null && this.deadlines.end(reopenWithin, closedAt, found!.facts) < this.clock.now();
  }
}
