import { Inject, Injectable } from '@nestjs/common';
import type { StageDeadline } from '../desk/schema/request-types.js';
import type { Term } from '../desk/schema/terms.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import type { OverridesOf } from '../service-levels/hours/desk-hours.js';
import { before, endOf, type WorkingTime } from './deadline.js';

export const WORKING_TIME = Symbol('working time');

/** Working time as a ticket's desk has it. */
export interface TicketWorkingTime {
  /** Of the calendar named, else of the one that the ticket goes by; `overrides`: what supervisors changed of channels' hours, where that counts. */
  of(facts: TicketFacts, calendar: string | undefined, overrides?: OverridesOf): WorkingTime;
}

/** When a stage is to be left, and when who has it is reminded; null: it may last. */
export interface StageTiming {
  readonly dueAt: Date | null;
  readonly warnAt: Date | null;
}

/** Until when something of a ticket is due. */
@Injectable()
export class DeskDeadlines {
  constructor(@Inject(WORKING_TIME) private readonly time: TicketWorkingTime) {}

  end(term: Term, from: Date, facts: TicketFacts, calendar?: string): Date {
    return endOf(term, from, this.time.of(facts, calendar));
  }

  /** Of a stage that was entered at `from`, by today's hours as clocks count them. */
  ofStage(deadline: StageDeadline | undefined, from: Date, facts: TicketFacts, overrides: OverridesOf): StageTiming {
    if (deadline === undefined) return { dueAt: null, warnAt: null };
    const { within, calendar, warn } = deadline;
    const dueAt = endOf(within, from, this.time.of(facts, calendar, overrides));
    const warnAt = warn === undefined ? null : before(warn, dueAt);
    return { dueAt, warnAt: warnAt === null || warnAt <= from ? null : warnAt };
  }
}
