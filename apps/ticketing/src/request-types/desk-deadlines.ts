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

/** Until when something of a ticket is due. */
@Injectable()
export class DeskDeadlines {
  constructor(@Inject(WORKING_TIME) private readonly time: TicketWorkingTime) {}

  end(term: Term, from: Date, facts: TicketFacts, calendar?: string): Date {
    return endOf(term, from, this.time.of(facts, calendar));
  }

  /** When a stage that was entered at `from` should be left, and when who has it is reminded; by today's hours as clocks count them. */
  ofStage(
    { within, calendar, warn }: StageDeadline,
    from: Date,
    facts: TicketFacts,
    overrides: OverridesOf,
  ): { readonly dueAt: Date; readonly warnAt: Date | null } {
    const dueAt = endOf(within, from, this.time.of(facts, calendar, overrides));
    const warnAt = warn === undefined ? null : before(warn, dueAt);
    return { dueAt, warnAt: warnAt === null || warnAt <= from ? null : warnAt };
  }
}
