import type { Database, Sql, Transaction } from '#database';
import type { Clock } from '#runtime';
import { park } from '../consuming/parked.repository.js';
import { toConsumedRecord } from '../consuming/record-row.js';
import type {
  DeadLetter,
  DeadLetters,
  DeadLetterState,
  Page,
  PageRequest,
  ParkedRecord,
  RecordFilter,
  SightFilter,
} from './dead-letters.js';
import { DEAD_LETTER_COLUMNS, PARKED_COLUMNS, toDeadLetter, toParkedRecord, type DeadLetterRow, type ParkedRow } from './rows.js';
import { readCursor, writeCursor } from './cursor.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const REPLAY_CHUNK = 200;

const FILTER = `($1::text is null or group_name = $1) and ($2::text is null or topic = $2)
  and ($3::text is null or inbox_id = $3) and ($4::text is null or remote_message_id = $4)`;

export class StoredDeadLetters implements DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(
    filter: RecordFilter & SightFilter & { readonly state?: DeadLetterState } = {},
    page: PageRequest = {},
  ): Promise<Page<DeadLetter>> {
    const limit = limitOf(page);
    const [below = null] = readCursor(page.cursor, 1);
    const rows = await this.database.sql.query<DeadLetterRow>(
      `select ${DEAD_LETTER_COLUMNS} from dead_letters where ${FILTER} and ($5::text is null or state = $5)
         and ($6::bigint is null or id < $6) and ($8::text[] is null or inbox_id <> all($8)) order by id desc limit $7`,
      [...filterValues(filter), filter.state ?? null, below, limit + 1, filter.exceptInboxes ?? null],
    );
    return toPage(rows, limit, toDeadLetter, (row) => [row.id]);
  }

  get(id: string): Promise<DeadLetter | null> {
    return this.find(this.database.sql, id);
  }

  private async find(sql: Sql, id: string): Promise<DeadLetter | null> {
    if (!isId(id)) return null;
    const [row] = await sql.query<DeadLetterRow>(`select ${DEAD_LETTER_COLUMNS} from dead_letters where id = $1`, [id]);
    return row ? toDeadLetter(row) : null;
  }

  async replay(id: string, within?: Transaction): Promise<DeadLetter | null> {
    if (!isId(id)) return null;
    await this.replayRows([id], within);
    return this.find(within ?? this.database.sql, id);
  }

  async replayAll(filter: RecordFilter = {}, within?: Transaction): Promise<number> {
    let count = 0;
    for (let above = '0'; ;) {
      const rows = await (within ?? this.database.sql).query<{ id: string }>(
        `select id from dead_letters where ${FILTER} and state = 'waiting' and id > $5 order by id limit ${REPLAY_CHUNK}`,
        [...filterValues(filter), above],
      );
      const last = rows.at(-1);
      if (last === undefined) return count;
      count += await this.replayRows(
        rows.map((row) => row.id),
        within,
      );
      above = last.id;
    }
  }

  async listParked(filter: RecordFilter & SightFilter = {}, page: PageRequest = {}): Promise<Page<ParkedRecord>> {
    const limit = limitOf(page);
    const after = readCursor(page.cursor, 5);
    const rows = await this.database.sql.query<ParkedRow>(
      `select ${PARKED_COLUMNS} from parked_records r join parked_keys k using (group_name, topic, lane)
       where not replayed and ${FILTER} and ($5::timestamptz is null
         or (parked_at, group_name, topic, r.partition, "offset") > ($5::timestamptz, $6::text, $7::text, $8::int, $9::bigint)) and ($11::text[] is null or inbox_id <> all($11))
       order by parked_at, group_name, topic, r.partition, "offset" limit $10`,
      [...filterValues(filter), ...(after.length > 0 ? after : [null, null, null, null, null]), limit + 1, filter.exceptInboxes ?? null],
    );
    return toPage(rows, limit, toParkedRecord, (row) => [
      row.parked_at.toISOString(),
      row.group_name,
      row.topic,
      String(row.partition),
      row.offset,
    ]);
  }

  async findNamedBlobs(refs: readonly string[]): Promise<string[]> {
    const rows = await this.database.sql.query<{ ref: string }>(
      `select distinct ref from (
         select unnest(blob_refs) as ref from parked_records where blob_refs && $1::text[]
         union all select unnest(blob_refs) from dead_letters where blob_refs && $1::text[]) named
       where ref = any($1)`,
      [refs],
    );
    return rows.map((row) => row.ref);
  }

  /** One lane a record: a replay neither waits for its key nor holds it. */
  private replayRows(ids: readonly string[], within?: Transaction): Promise<number> {
    const hand = async (transaction: Transaction): Promise<number> => {
      const rows = await transaction.query<DeadLetterRow>(
        `update dead_letters set state = 'replaying' where id = any($1) and state = 'waiting' returning ${DEAD_LETTER_COLUMNS}`,
        [ids],
      );
      const now = this.clock.now();
      for (const row of rows) {
        const record = { ...toConsumedRecord(row.topic, { ...row, attempts: 0, replayed: true }), attempt: 1 };
        await transaction.query(
          `delete from parked_records where group_name = $1 and topic = $2 and partition = $3 and "offset" = $4 and replayed`,
          [row.group_name, row.topic, row.partition, row.offset],
        );
        const lane = `r:${row.partition}:${row.offset}`;
        await park(
          transaction,
          { group: row.group_name, topic: row.topic },
          [{ record, attempts: 0 }],
          { now, nextTryAt: now },
          () => lane,
        );
      }
      return rows.length;
    };
    return within === undefined ? this.database.run(hand) : hand(within);
  }
}

function filterValues(filter: RecordFilter): unknown[] {
  return [filter.group ?? null, filter.topic ?? null, filter.inboxId ?? null, filter.remoteMessageId ?? null];
}

function limitOf({ limit = DEFAULT_LIMIT }: PageRequest): number {
  return Math.max(1, Math.min(limit, MAX_LIMIT));
}

function isId(id: string): boolean {
  return /^\d{1,18}$/.test(id);
}

function toPage<R, T>(rows: readonly R[], limit: number, convert: (row: R) => T, keyOf: (row: R) => string[]): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(convert);
  return rows.length > limit && last !== undefined ? { items, nextCursor: writeCursor(keyOf(last)) } : { items };
}
