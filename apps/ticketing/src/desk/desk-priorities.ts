import { Injectable } from '@nestjs/common';
import { TICKET_PRIORITIES, type TicketPriority } from '../tickets/ticket-state.js';
import { DeskProfiles } from './desk-profiles.js';
import type { Desk } from './desk-schema.js';

/** The priorities that the desk in force uses. */
@Injectable()
export class DeskPriorities {
  constructor(private readonly profiles: DeskProfiles) {}

  /** What a door asks for, as the desk has it. */
  nearest(wanted: TicketPriority): TicketPriority {
    return findNearestPriority(this.profiles.current().desk.priorities, wanted);
  }
}

/** The wanted one where the desk names it or names none at all; else the highest below it, else the desk's lowest. */
export function findNearestPriority(named: Desk['priorities'], wanted: TicketPriority): TicketPriority {
  const used = TICKET_PRIORITIES.filter((priority) => named[priority] !== undefined);
  const place = TICKET_PRIORITIES.indexOf(wanted);
  return used.findLast((priority) => TICKET_PRIORITIES.indexOf(priority) <= place) ?? used[0] ?? wanted;
}
