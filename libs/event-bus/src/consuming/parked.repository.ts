import type { Database, Sql, Transaction } from '#database';
import type { ConsumedRecord } from '../port.js';
import { searchColumnsOf, toConsumedRecord, type RecordColumns } from './record-row.js';

/** Where parked records of one group and topic lie. A lane is what is worked in order: `k:<key>`, or `r:…` for one replayed dead letter. */
export interface Scope {
  readonly group: string;
  readonly topic: string;
}

/** A record to park. `attempts` 0 = stands behind an earlier one of its key and was not tried. */
export interface Parking {
  readonly record: ConsumedRecord;
  readonly attempts: number;
  readonly code?: string;
  readonly reason?: string;
  /** When its key is due; as for all of the call when absent. */
  readonly nextTryAt?: Date;
}

/** A leased lane and what is to be tried of it; null: its last record was concluded and its key is still to be freed. */
export interface ClaimedLane {
  readonly lane: string;
  readonly first: ConsumedRecord | null;
}

/** A first record of a lane that failed again. */
export interface Postponed extends Parking {
  readonly lane: string;
  readonly nextTryAt: Date;
}

const ROW = 'partition, "offset", key, envelope, appended_at, attempts, replayed';

interface ParkedRow extends RecordColumns {
  attempts: number;
  replayed: boolean;
}

export function laneOfKey(key: string): string {
  return `k:${key}`;
}

/** Parks `parkings` and holds their keys; a record that is parked already stays as it is. Sorted, so that two writers never deadlock. */
export async function park(
  sql: Sql,
  scope: Scope,
  parkings: readonly Parking[],
  times: { now: Date; nextTryAt: Date },
  lane: (record: ConsumedRecord) => string = (record) => laneOfKey(record.key),
): Promise<void> {
  const lanes = new Map(
    parkings.map((parking) => [lane(parking.record), { partition: parking.record.partition, due: parking.nextTryAt ?? times.nextTryAt }]),
  );
  const sorted = [...lanes].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = parkings.map(({ record, attempts, code, reason }) => {
    const envelope = JSON.stringify(record.envelope);
    const found = searchColumnsOf(record, envelope);
    return {
      partition: record.partition,
      offset: record.offset,
      lane: lane(record),
      key: record.key,
      envelope,
      appended_at: record.appendedAt,
      attempts,
      replayed: record.replayed,
      code,
      reason,
      inbox_id: found.inboxId,
      remote_message_id: found.remoteMessageId,
      blob_refs: found.blobRefs,
    };
  });
  await sql.query(
    PARK,
    [
      ...[scope.group, scope.topic, JSON.stringify(rows), times.now, sorted.map(([name]) => name)],
      ...[sorted.map(([, { partition }]) => partition), sorted.map(([, { due }]) => due)],
    ],
    'bus_park',
  );
}

/** The update of a key takes its row's lock, so that a worker that just emptied the lane does not remove it under us. */
const PARK = `
  with keys as (
    insert into parked_keys (group_name, topic, lane, partition, next_try_at)
    select $1::text, $2::text, k.lane, k.partition, k.due
    from unnest($5::text[], $6::int[], $7::timestamptz[]) with ordinality k(lane, partition, due, ord) order by k.ord
    on conflict (group_name, topic, lane) do update set lane = excluded.lane
  )
  insert into parked_records (group_name, topic, partition, "offset", lane, key, envelope, appended_at, attempts, replayed, code,
    reason, inbox_id, remote_message_id, blob_refs, parked_at)
  select $1::text, $2::text, r.partition, r."offset", r.lane, r.key, r.envelope, r.appended_at, r.attempts, r.replayed, r.code, r.reason,
    r.inbox_id, r.remote_message_id, r.blob_refs, $4::timestamptz
  from json_to_recordset($3::json) as r (partition int, "offset" bigint, lane text, key text, envelope text, appended_at timestamptz,
    attempts int, replayed boolean, code text, reason text, inbox_id text, remote_message_id text, blob_refs text[])
  on conflict do nothing`;

/** Parked keys and the records in them, of one group and topic. */
export class ParkedRepository {
  private waiting: Parking[] = [];
  private parking: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly scope: Scope,
  ) {}

  /** What several partitions want parked at the same moment goes into one statement. */
  park(parkings: readonly Parking[], times: { now: Date; nextTryAt: Date }): Promise<void> {
    this.waiting.push(...parkings.map((parking) => ({ nextTryAt: times.nextTryAt, ...parking })));
    this.parking ??= Promise.resolve().then(() => {
      const together = this.waiting;
      this.parking = undefined;
      this.waiting = [];
      return park(this.database.sql, this.scope, together, times);
    });
    return this.parking;
  }

  async listKeys(partition: number): Promise<string[]> {
    const rows = await this.query<{ lane: string }>(
      `select lane from parked_keys where group_name = $1 and topic = $2 and partition = $3 and starts_with(lane, 'k:')`,
      [partition],
    );
    return rows.map(({ lane }) => lane.slice(2));
  }

  /** Which of `keys` are parked at this moment. */
  async findKeys(keys: readonly string[]): Promise<string[]> {
    const rows = await this.query<{ lane: string }>(
      `select k.lane from unnest($3::text[]) wanted (lane) cross join lateral (
         select lane from parked_keys where group_name = $1 and topic = $2 and lane = wanted.lane limit 1) k`,
      [keys.map(laneOfKey)],
    );
    return rows.map(({ lane }) => lane.slice(2));
  }

  /**
   * Leases lanes whose next try is due, each with its first record; one that another process works is passed over. A lease is about processes, so
   * it runs by the server's own clock: those of processes differ and jump.
   */
  async claim(owner: string, now: Date, leaseMs: number, limit: number): Promise<ClaimedLane[]> {
    const rows = await this.query<{ lane: string }>(
      // Materialised: as a subquery it may run once for each key, and then its limit means nothing.
      `with due as materialized (
         select lane from parked_keys where group_name = $1 and topic = $2 and next_try_at <= $5
           and (leased_until is null or leased_until < clock_timestamp())
         order by next_try_at limit $6 for update skip locked)
       update parked_keys k set leased_by = $3, leased_until = clock_timestamp() + $4 * interval '1 millisecond' from due
       where k.group_name = $1 and k.topic = $2 and k.lane = due.lane returning k.lane`,
      [owner, leaseMs, now, limit],
    );
    return rows.length === 0 ? [] : this.readFirsts(rows.map(({ lane }) => lane));
  }

  /** In a statement of its own: one that leases and reads may see a record that another process concluded before it gave the lane up. */
  private async readFirsts(lanes: readonly string[]): Promise<ClaimedLane[]> {
    const rows = await this.query<ParkedRow & { claimed: string }>(
      `select wanted.lane as claimed, r.* from unnest($3::text[]) wanted (lane) left join lateral (
         select ${ROW} from parked_records where group_name = $1 and topic = $2 and lane = wanted.lane order by "offset" limit 1) r on true`,
      [lanes],
    );
    return rows.map((row) => ({ lane: row.claimed, first: row.key === null ? null : toConsumedRecord(this.scope.topic, row) }));
  }

  /** Which of `lanes` are still ours, from now on for as long as a new lease. */
  async renew(owner: string, lanes: readonly string[], leaseMs: number): Promise<Set<string>> {
    const rows = await this.query<{ lane: string }>(
      `update parked_keys set leased_until = clock_timestamp() + $4 * interval '1 millisecond'
       where group_name = $1 and topic = $2 and leased_by = $3 and lane = any($5) returning lane`,
      [owner, leaseMs, lanes],
    );
    return new Set(rows.map(({ lane }) => lane));
  }

  async readFirst(lane: string): Promise<ConsumedRecord | undefined> {
    const [row] = await this.query<ParkedRow>(
      `select ${ROW} from parked_records
       where group_name = $1 and topic = $2 and lane = $3 order by "offset" limit 1`,
      [lane],
    );
    return row && toConsumedRecord(this.scope.topic, row);
  }

  /**
   * Gives lanes up, each with its first record to be tried again at its time. What is not leased by `owner` any more stays as it is. Lateral:
   * of a table that grew within a minute the planner thinks that a topic has one row, and reads all of them for each.
   */
  async postpone(owner: string, postponed: readonly Postponed[]): Promise<void> {
    const rows = postponed.map(({ lane, record, attempts, code, reason, nextTryAt }) => ({
      ...{ lane, partition: record.partition, offset: record.offset, attempts, code, reason, next_try_at: nextTryAt },
    }));
    await this.query(
      `with given as materialized (
         select * from json_to_recordset($4::json) as g (lane text, partition int, "offset" bigint, attempts int, code text, reason text,
           next_try_at timestamptz)
       ), held as materialized (
         select k.lane from (select lane from given order by lane collate "C") g cross join lateral (
           select lane from parked_keys where group_name = $1 and topic = $2 and lane = g.lane and leased_by = $3 for update) k
       ), mine as (
         update parked_keys k set next_try_at = g.next_try_at, leased_by = null, leased_until = null
         from held join given g using (lane) where k.group_name = $1 and k.topic = $2 and k.lane = held.lane
         returning k.lane
       )
       update parked_records r set attempts = g.attempts, code = g.code, reason = g.reason
       from mine join given g using (lane) cross join lateral (
         select ctid as place from parked_records
         where group_name = $1 and topic = $2 and partition = g.partition and "offset" = g."offset" limit 1) found
       where r.ctid = found.place`,
      [owner, JSON.stringify(rows)],
    );
  }

  async remove(transaction: Transaction, record: ConsumedRecord): Promise<void> {
    await transaction.query(`delete from parked_records where group_name = $1 and topic = $2 and partition = $3 and "offset" = $4`, [
      ...[this.scope.group, this.scope.topic, record.partition, record.offset],
    ]);
  }

  /** Frees the key when nothing is parked in the lane any more. False: something came meanwhile. */
  finish(lane: string): Promise<boolean> {
    return this.database.run(async (transaction) => {
      const values = [this.scope.group, this.scope.topic, lane];
      await transaction.query(`select from parked_keys where group_name = $1 and topic = $2 and lane = $3 for update`, values);
      const removed = await transaction.query(
        `delete from parked_keys k where group_name = $1 and topic = $2 and lane = $3 and not exists (
           select from parked_records r where r.group_name = $1 and r.topic = $2 and r.lane = $3) returning lane`,
        values,
      );
      return removed.length > 0;
    });
  }

  /** Gives leases up without a verdict. */
  async release(owner: string, lanes: readonly string[]): Promise<void> {
    await this.query(
      `update parked_keys set leased_by = null, leased_until = null
       where group_name = $1 and topic = $2 and leased_by = $3 and lane = any($4)`,
      [owner, lanes],
    );
  }

  private query<R extends object>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.sql.query<R & Record<string, unknown>>(text, [this.scope.group, this.scope.topic, ...values]);
  }
}
