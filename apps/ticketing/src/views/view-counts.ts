import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { toConditions, type TicketFilter } from '../tickets/ticket-filter.js';

export interface ViewCount {
  readonly count: number;
  /** There are that many or more: nobody counts further. */
  readonly atLeast: boolean;
}

const MOST_COUNTED = 1_000;

/** How many tickets there are of each kind, by one statement; a count stops at a thousand, so that it costs little however many there are. */
@Injectable()
export class ViewCounts {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async count(filters: readonly TicketFilter[]): Promise<ViewCount[]> {
    if (filters.length === 0) return [];
    const values: unknown[] = [];
    const counts: string[] = [];
    for (const [at, filter] of filters.entries()) {
      const where = ['t.merged_into is null', ...(await toConditions(this.database.sql, filter, values))].join(' and ');
      counts.push(
        `select ${at} as at, (select count(*)::int from (select from tickets t where ${where} limit ${MOST_COUNTED + 1}) counted) as count`,
      );
    }
    const rows = await this.database.sql.query<{ at: number; count: number }>(counts.join(' union all '), values);
    const found = new Map(rows.map(({ at, count }) => [at, count]));
    return filters.map((_filter, at) => {
      const count = found.get(at) ?? 0;
      return { count: Math.min(count, MOST_COUNTED), atLeast: count > MOST_COUNTED };
    });
  }
}
