import type { Sql, Transaction } from '#database';

/** That an agent looked at a ticket's thread, up to entry `seq`; what he had read before he has read still. */
export async function writeLook(
  transaction: Transaction,
  look: { readonly ticketId: string; readonly agentId: string; readonly seq: number },
  now: Date,
): Promise<void> {
  await transaction.query(
    `insert into ticket_looks as known (ticket_id, agent_id, seen_at, seq) values ($1, $2, $3, $4)
     on conflict (ticket_id, agent_id) do update set seen_at = excluded.seen_at, seq = greatest(known.seq, excluded.seq)`,
    [look.ticketId, look.agentId, now, look.seq],
  );
}

/** The last entry that he has read; null where he never looked. */
export async function readLook(sql: Sql, ticketId: string, agentId: string): Promise<number | null> {
  const [row] = await sql.query<{ seq: number | null }>('select seq from ticket_looks where ticket_id = $1::uuid and agent_id = $2::uuid', [
    ticketId,
    agentId,
  ]);
  return row?.seq ?? null;
}
