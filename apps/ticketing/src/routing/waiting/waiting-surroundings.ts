import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { DueTimes } from './due-times.js';
import { RoutingHolds } from './routing-holds.js';

/** What other rooms know of waiting tickets. */
@Injectable()
export class WaitingSurroundings {
  constructor(
    private readonly holds: RoutingHolds,
    private readonly dueTimes: DueTimes,
  ) {}

  async findHeld(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.holds.find(sql, ticketIds);
  }

  async findDue(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    return this.dueTimes.find(sql, ticketIds);
  }

  /** Who gave them back since they were last with somebody else. */
  async findRefusals(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await sql.query<{ id: string; agents: string[] }>(
      `select ticket_id as id, array_agg(distinct agent_id order by agent_id) as agents from assignments
       where ticket_id = any($1::uuid[]) and given_back group by ticket_id`,
      [[...ticketIds]],
      'ticketing_find_refusals',
    );
    return new Map(rows.map(({ id, agents }) => [id, agents]));
  }
}
