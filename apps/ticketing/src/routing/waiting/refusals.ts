import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { type NewNotice, Notices } from '../../notices/notices.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { AgentRoster } from '../agents/agent-roster.js';
import type { Demand } from '../matching/facts.js';
import { judgeRefusals } from './judge-refusals.js';

/** What a waiting ticket asks, before anybody is left out. */
export interface OfferedTicket {
  readonly id: string;
  readonly number: string;
  readonly demand: Omit<Demand, 'refusedBy'>;
}

export interface Refusal {
  readonly refusedBy: readonly string[];
  /** When to look again, in ms. */
  readonly looksAgainAt: number;
}

interface Refused {
  readonly id: string;
  readonly agents: readonly string[];
  readonly last: Date;
  /** Of the last turn that somebody kept; 0: nobody did. */
  readonly since: string;
}

/** Who is not given a ticket again, for he gave it back. Where nobody else is left, supervisors are told, and it is offered anew after a while. */
@Injectable()
export class Refusals {
  constructor(
    private readonly roster: AgentRoster,
    private readonly notices: Notices,
  ) {}

  /** Of those that somebody gave back. */
  async look(unit: WorkUnit, tickets: readonly OfferedTicket[]): Promise<Map<string, Refusal>> {
    const refused = await findRefused(
      unit.transaction,
      tickets.map(({ id }) => id),
    );
    if (refused.size === 0) return new Map();
    const agents = await this.roster.load(unit.transaction, unit.now);
    const looked = new Map<string, Refusal>();
    const told: NewNotice[] = [];
    for (const { id, number, demand } of tickets) {
      const known = refused.get(id);
      if (known === undefined) continue;
      const { isTold, ...refusal } = judgeRefusals(agents, demand, { by: known.agents, at: known.last.getTime() }, unit.now.getTime());
      looked.set(id, refusal);
      if (!isTold) continue;
      const text = `${number} was given back by everybody who is there and could take it`;
      told.push({ to: { role: 'supervisor' }, kind: 'given_back_by_all', text, ticketId: id, key: `given-back:${id}:${known.since}` });
    }
    await this.notices.tell(unit, told);
    return looked;
  }
}

/** Who gave them back since they were last with somebody who did not. */
async function findRefused(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, Refused>> {
  const rows = await sql.query<Refused>(
    `select a.ticket_id as id, array_agg(distinct a.agent_id order by a.agent_id) as agents, max(a.ended_at) as last, k.since::text as since
     from assignments a
     cross join lateral (select coalesce(max(o.turn), 0) as since from assignments o where o.ticket_id = a.ticket_id and not o.given_back) k
     where a.ticket_id = any($1::uuid[]) and a.given_back and a.turn > k.since group by a.ticket_id, k.since`,
    [[...ticketIds]],
    'ticketing_find_refusals',
  );
  return new Map(rows.map((row) => [row.id, row]));
}
