import type { Transaction } from '#database';

/** That an agent looked at a ticket's thread. */
export async function writeLook(transaction: Transaction, ticketId: string, agentId: string, now: Date): Promise<void> {
  await transaction.query(
    `insert into ticket_looks (ticket_id, agent_id, seen_at) values ($1, $2, $3)
     on conflict (ticket_id, agent_id) do update set seen_at = excluded.seen_at`,
    [ticketId, agentId, now],
  );
}
