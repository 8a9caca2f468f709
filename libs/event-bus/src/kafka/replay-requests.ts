import { randomUUID } from 'node:crypto';
import type { Database } from '#database';
import type { Clock } from '#runtime';

export interface ReplayRequest {
  readonly id: string;
  readonly partition: number;
  readonly offset: string;
}

/**
 * Offsets that somebody wants a group to go on from. Only a member may commit while a group has members, and they may live in other
 * processes: the wish is a row, and the member that has the partition fulfils it.
 */
export class ReplayRequests {
  constructor(
    private readonly database: Pick<Database, 'sql'>,
    private readonly clock: Clock,
  ) {}

  /** A later wish for a partition replaces an earlier one. */
  async put(topic: string, group: string, partitions: readonly { partition: number; offset: string }[]): Promise<string[]> {
    const ids = partitions.map(() => randomUUID());
    await this.database.sql.query(
      `insert into replay_requests (group_name, topic, partition, "offset", id, requested_at)
       select $1, $2, partition, "offset", id, $6
       from unnest($3::integer[], $4::bigint[], $5::uuid[]) as wish (partition, "offset", id)
       on conflict (group_name, topic, partition)
       do update set "offset" = excluded."offset", id = excluded.id, requested_at = excluded.requested_at`,
      [group, topic, partitions.map((each) => each.partition), partitions.map((each) => each.offset), ids, this.clock.now()],
    );
    return ids;
  }

  list(topic: string, group: string): Promise<ReplayRequest[]> {
    return this.database.sql.query(
      `select id, partition, "offset"::text as "offset" from replay_requests where group_name = $1 and topic = $2`,
      [group, topic],
    );
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.database.sql.query('delete from replay_requests where id = any($1::uuid[])', [ids]);
  }

  async countOpen(ids: readonly string[]): Promise<number> {
    const rows = await this.database.sql.query<{ open: number }>(
      'select count(*)::integer as open from replay_requests where id = any($1::uuid[])',
      [ids],
    );
    return rows[0]?.open ?? 0;
  }
}
