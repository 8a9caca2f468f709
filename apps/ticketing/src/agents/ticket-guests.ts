import type { Transaction } from '#database';

/** An agent, or a group, to whom one ticket is opened though it is another group's: who is consulted, handles it jointly, has a task in it. */
export interface TicketGuest {
  readonly ticketId: string;
  /** Id of an agent or of a group. */
  readonly guest: string;
  /** `consulted`, `joint`, …: for what. */
  readonly reason: string;
}

/** Whoever was invited by a slip sees the ticket no more, as far as he saw it by that alone. */
export async function withdrawGuests(transaction: Transaction, guests: readonly TicketGuest[]): Promise<void> {
  if (guests.length === 0) return;
  await transaction.query(
    `delete from ticket_guests k using json_to_recordset($1::json) as g ("ticketId" uuid, guest uuid, reason text)
     where k.ticket_id = g."ticketId" and k.guest = g.guest and k.reason = g.reason`,
    [JSON.stringify(guests)],
  );
}

/** Opens tickets to people who would not see them by their role. They go on seeing what they were asked about. */
export async function inviteGuests(transaction: Transaction, guests: readonly TicketGuest[], now: Date): Promise<void> {
  if (guests.length === 0) return;
  await transaction.query(
    `insert into ticket_guests (ticket_id, guest, reason, since) select "ticketId", guest, reason, $2
     from json_to_recordset($1::json) as g ("ticketId" uuid, guest uuid, reason text) order by 1, 2, 3 on conflict do nothing`,
    [JSON.stringify(guests), now],
  );
}
