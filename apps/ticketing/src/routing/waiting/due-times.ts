import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';

/** When a ticket's customer must hear something at the latest: what is due sooner goes first. */
@Injectable()
export class DueTimes {
  /** Those without a running clock are left out. */
  async find(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await sql.query<{ id: string; dueAt: Date }>(
      `select ticket_id as id, min(due_at) as "dueAt" from clocks
       where ticket_id = any($1::uuid[]) and met_at is null and cancelled_at is null and due_at is not null group by 1`,
      [[...ticketIds]],
      'ticketing_find_due_of_waiting',
    );
    return new Map(rows.map(({ id, dueAt }) => [id, dueAt]));
  }
}
