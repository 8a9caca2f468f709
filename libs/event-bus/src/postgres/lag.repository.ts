import type { Database } from '#database';
import type { PartitionLag } from '../port.js';

export interface GroupLag {
  readonly group: string;
  readonly topic: string;
  readonly lag: number;
  readonly oldestAt: Date | null;
}

/** How far groups are behind the end of the log. */
export class LagRepository {
  constructor(private readonly database: Database) {}

  async list(topic: string, group: string): Promise<PartitionLag[]> {
    const rows = await this.database.sql.query<{ partition: number; committed: string; end: string }>(
      `select h.partition, h.next_offset as "end", coalesce(o.committed,
         (select r."offset" from log_records r where r.head = h.id order by r."offset" limit 1), h.next_offset) as committed
       from log_heads h left join consumer_offsets o on o.head = h.id and o.group_name = $2 where h.topic = $1 order by h.partition`,
      [topic, group],
    );
    return rows.map(({ partition, committed, end }) => ({
      topic,
      group,
      partition,
      committed,
      end,
      lag: Math.max(0, Number(end) - Number(committed)),
    }));
  }

  /** Every group of the log, with the time of its oldest record that was not consumed yet. */
  async summarize(): Promise<GroupLag[]> {
    return this.database.sql.query<GroupLag & Record<string, unknown>>(
      `select o.group_name as group, h.topic, sum(greatest(0, h.next_offset - o.committed))::float8 as lag,
         min((select r.appended_at from log_records r where r.head = o.head and r."offset" >= o.committed
              and o.committed < h.next_offset order by r."offset" limit 1)) as "oldestAt"
       from consumer_offsets o join log_heads h on h.id = o.head group by 1, 2 order by 1, 2`,
    );
  }
}
