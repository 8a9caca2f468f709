import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { AddressActivity } from './acknowledgement-rules.js';

/** What a batch brings of one address. */
export interface ActivityCount {
  readonly address: string;
  /** Acknowledgements it would get. */
  readonly wanted: number;
  /** Messages that opened a ticket. */
  readonly unthreaded: number;
  /** It answered an acknowledgement of ours within the time that only machines need. */
  readonly answeredFast: boolean;
}

@Injectable()
export class AddressActivityRepository {
  /** Counts in and returns what then holds, by address. Holds the rows, in one order, until the transaction ends. */
  async count(transaction: Transaction, counts: readonly ActivityCount[], day: string, now: Date): Promise<Map<string, AddressActivity>> {
    if (counts.length === 0) return new Map();
    const sorted = [...counts].sort((a, b) => (a.address < b.address ? -1 : 1));
    const hour = new Date(now.getTime() - (now.getTime() % 3_600_000));
    const rows = await transaction.query<{
      address: string;
      acknowledged: number;
      silenced: boolean;
      unthreaded: number;
      unthreaded_before: number;
    }>(
      `insert into address_activity as known (address, day, acknowledged, silenced_day, hour, unthreaded, unthreaded_before)
       select address, $5, wanted, case when answered then $5 end, $6::timestamptz, unthreaded, 0
       from unnest($1::text[], $2::int[], $3::int[], $4::bool[]) with ordinality as c (address, wanted, unthreaded, answered, place) order by place
       on conflict (address) do update set
         day = excluded.day,
         acknowledged = excluded.acknowledged + case when known.day = excluded.day then known.acknowledged else 0 end,
         silenced_day = coalesce(excluded.silenced_day, known.silenced_day),
         hour = excluded.hour,
         unthreaded = excluded.unthreaded + case when known.hour = excluded.hour then known.unthreaded else 0 end,
         unthreaded_before = case when known.hour = excluded.hour then known.unthreaded_before
           when known.hour = excluded.hour - interval '1 hour' then known.unthreaded else 0 end
       returning address, acknowledged, coalesce(silenced_day = $5, false) as silenced, unthreaded, unthreaded_before`,
      [
        sorted.map((count) => count.address),
        sorted.map((count) => count.wanted),
        sorted.map((count) => count.unthreaded),
        sorted.map((count) => count.answeredFast),
        day,
        hour,
      ],
      'ticketing_count_activity',
    );
    return new Map(rows.map((row) => [row.address, { ...row, unthreadedBefore: row.unthreaded_before }]));
  }
}
