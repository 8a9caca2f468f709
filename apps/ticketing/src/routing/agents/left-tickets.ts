import { Injectable } from '@nestjs/common';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { LiveChats } from '../presence/live-chats.js';

/**
 * Tickets that somebody has who answers no more: given to him while he went, taken out of an old list, or closed then and opened again since. Whatever
 * happens to one shows it.
 */
@Injectable()
export class LeftTickets {
  constructor(private readonly chats: LiveChats) {}

  /** Of these tickets those that are not closed: nobody has them, and their conversations wait again. */
  async release(unit: WorkUnit, ticketIds: readonly string[]): Promise<void> {
    await this.chats.giveBackThose(
      unit,
      () =>
        unit.transaction.query(
          `select t.id from tickets t join agents a on a.id = t.assignee_id
           where t.id = any($1::uuid[]) and a.disabled_at is not null and t.status <> 'closed' and t.merged_into is null`,
          [[...new Set(ticketIds)]],
          'ticketing_find_left',
        ),
      'agent_left',
    );
  }
}
