import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RoutingHolds } from '../routing/waiting/routing-holds.js';

/** While the bot talks to a customer no person is given the ticket; its hand-over lets it go. */
@Injectable()
export class BotHold implements OnModuleInit {
  constructor(private readonly holds: RoutingHolds) {}

  onModuleInit(): void {
    this.holds.add(async (sql, ticketIds) => {
      const rows = await sql.query<{ id: string }>(
        `select ticket_id as id from bot_sessions where ticket_id = any($1::uuid[]) and state = 'active'`,
        [[...ticketIds]],
        'ticketing_find_held_by_bot',
      );
      return new Set(rows.map(({ id }) => id));
    });
  }
}
