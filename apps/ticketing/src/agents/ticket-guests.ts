import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Somebody, or a group, to whom one ticket is opened though it is another group's: who is consulted, handles it jointly, has a task in it. */
export interface TicketGuest {
  readonly ticketId: string;
  /** Id of an agent or of a group. */
  readonly guest: string;
  /** `consulted`, `joint`, `task`, …: for what. One leaves when the last reason is over. */
  readonly reason: string;
}

/** Opens tickets to people who would not see them by their role. */
@Injectable()
export class TicketGuests {
  async invite(transaction: Transaction, guests: readonly TicketGuest[], now: Date): Promise<void> {
    if (guests.length === 0) return;
    await transaction.query(
      `insert into ticket_guests (ticket_id, guest, reason, since) select "ticketId", guest, reason, $2
       from json_to_recordset($1::json) as g ("ticketId" uuid, guest uuid, reason text) order by 1, 2, 3 on conflict do nothing`,
      [JSON.stringify(guests), now],
    );
  }

  async dismiss(transaction: Transaction, guests: readonly TicketGuest[]): Promise<void> {
    if (guests.length === 0) return;
    await transaction.query(
      `delete from ticket_guests t using json_to_recordset($1::json) as g ("ticketId" uuid, guest uuid, reason text)
       where t.ticket_id = g."ticketId" and t.guest = g.guest and t.reason = g.reason`,
      [JSON.stringify(guests)],
    );
  }
}
