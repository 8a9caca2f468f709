import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import { PermanentError } from '#runtime';
import { isUuid } from '../tickets/ticket.repository.js';
import { TicketWork } from '../tickets/ticket-work.js';

export interface Watcher {
  readonly agentId: string;
  readonly displayName: string;
  readonly since: Date;
}

/** Who is told what happens to a ticket, though it is not his. */
@Injectable()
export class Watching {
  constructor(
    private readonly work: TicketWork,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Throws `PermanentError`: `ticket_unknown`, `agent_unknown`. */
  async watch(idOrNumber: string, agentId: string): Promise<Watcher[]> {
    const ticketId = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      const known = isUuid(agentId)
        ? await unit.transaction.query('select 1 from agents where id = $1::uuid and disabled_at is null', [agentId])
        : [];
      if (known.length === 0)
        throw new PermanentError(`there is no agent ${agentId}`, { code: 'agent_unknown', hint: 'GET /api/v1/agents lists them' });
      await this.add(unit.transaction, [{ ticketId: draft.id, agentId }], unit.now);
      return draft.id;
    });
    return this.list(ticketId);
  }

  async unwatch(idOrNumber: string, agentId: string): Promise<Watcher[]> {
    const ticketId = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      await unit.transaction.query('delete from ticket_watchers where ticket_id = $1::uuid and agent_id::text = $2', [draft.id, agentId]);
      return draft.id;
    });
    return this.list(ticketId);
  }

  async add(transaction: Transaction, watchers: readonly { ticketId: string; agentId: string }[], now: Date): Promise<void> {
    if (watchers.length === 0) return;
    await transaction.query(
      `insert into ticket_watchers (ticket_id, agent_id, since)
       select distinct t, a, $3::timestamptz from unnest($1::uuid[], $2::uuid[]) as w (t, a) order by t, a on conflict do nothing`,
      [watchers.map(({ ticketId }) => ticketId), watchers.map(({ agentId }) => agentId), now],
    );
  }

  /** Of what was merged into it too. */
  async list(ticketId: string): Promise<Watcher[]> {
    return this.database.sql.query<Watcher & { [column: string]: unknown }>(
      `select w.agent_id as "agentId", a.display_name as "displayName", min(w.since) as since from ticket_watchers w join agents a on a.id = w.agent_id
       where w.ticket_id in (select id from tickets where id = $1::uuid or merged_into = $1::uuid) group by 1, 2 order by 3, 1`,
      [ticketId],
    );
  }
}
