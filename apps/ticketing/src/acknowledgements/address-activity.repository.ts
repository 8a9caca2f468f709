import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database, Sql } from '#database';
import type { Activity } from './acknowledgement-rules.js';

/** What a batch brings of one address, or of the strangers of one domain. */
export interface ActivityCount {
  /** `mailboxKey` or `domainKey`. */
  readonly key: string;
  /** Acknowledgements it would get. */
  readonly wanted: number;
  /** Messages that nobody awaits. */
  readonly unthreaded: number;
  /** It answered an acknowledgement of ours within the time that only machines need. */
  readonly answeredFast: boolean;
}

const COUNT = (more: string) => `
  insert into address_activity as known (address, day, acknowledged, silenced_day, hour, unthreaded, unthreaded_before)
  select address, $5, wanted, case when answered then $5 end, $6::timestamptz, unthreaded, 0
  from unnest($1::text[], $2::int[], $3::int[], $4::bool[]) with ordinality as c (address, wanted, unthreaded, answered, place)${more}
  order by place
  on conflict (address) do update set
    day = excluded.day,
    acknowledged = excluded.acknowledged + case when known.day = excluded.day then known.acknowledged else 0 end,
    silenced_day = coalesce(excluded.silenced_day, known.silenced_day),
    hour = excluded.hour,
    unthreaded = excluded.unthreaded + case when known.hour = excluded.hour then known.unthreaded else 0 end,
    unthreaded_before = case when known.hour = excluded.hour then known.unthreaded_before
      when known.hour = excluded.hour - interval '1 hour' then known.unthreaded else 0 end
  returning address, acknowledged, coalesce(silenced_day = $5, false) as silenced, unthreaded, unthreaded_before`;

@Injectable()
export class AddressActivityRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Counts addresses in and returns what then holds, by key. Holds the rows, in one order, until the transaction ends. */
  count(transaction: Sql, counts: readonly ActivityCount[], day: string, now: Date): Promise<Map<string, Activity>> {
    return run(transaction, COUNT(''), counts, day, now, 'ticketing_count_activity');
  }

  /**
   * Counts domains in, in a transaction of its own: half a desk's customers may share one, and no batch must wait for the end of another.
   * What a batch that is made again counts twice errs on the side of fewer automatic mails. That commit need not reach the disk by itself.
   */
  countDomains(counts: readonly ActivityCount[], day: string, now: Date): Promise<Map<string, Activity>> {
    const relaxed = `, set_config('synchronous_commit', 'off', true)`;
    return run(this.database.aside, COUNT(relaxed), counts, day, now, 'ticketing_count_domains');
  }
}

async function run(
  sql: Sql,
  statement: string,
  counts: readonly ActivityCount[],
  day: string,
  now: Date,
  name: string,
): Promise<Map<string, Activity>> {
  if (counts.length === 0) return new Map();
  const sorted = [...counts].sort((a, b) => (a.key < b.key ? -1 : 1));
  const hour = new Date(now.getTime() - (now.getTime() % 3_600_000));
  const rows = await sql.query<{
    address: string;
    acknowledged: number;
    silenced: boolean;
    unthreaded: number;
    unthreaded_before: number;
  }>(
    statement,
    [
      sorted.map((count) => count.key),
      sorted.map((count) => count.wanted),
      sorted.map((count) => count.unthreaded),
      sorted.map((count) => count.answeredFast),
      day,
      hour,
    ],
    name,
  );
  return new Map(rows.map((row) => [row.address, { ...row, unthreadedBefore: row.unthreaded_before }]));
}
