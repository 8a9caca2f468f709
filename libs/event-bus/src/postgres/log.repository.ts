import { PARTITIONS, type Envelope } from '#contracts';
import type { Database, Sql } from '#database';
import { ConfigurationError } from '#runtime';
import type { EncodedRecord } from '../outgoing.js';
import { partitionOf } from '../partition-of.js';
import type { ConsumedRecord } from '../port.js';
import { APPEND, APPEND_AND_NOTIFY, READ } from './log-statements.js';

/** Where a partition ends now: offset of the next record. */
export interface HeadMoved {
  readonly head: number;
  readonly next: number;
}

/** How far a record's time may lie behind one with a lower offset. */
const MAX_DISORDER_MS = 60_000;

/** What an append put where: `records` end before offset `next`. */
export interface Appended extends HeadMoved {
  readonly records: readonly EncodedRecord[];
  readonly appendedAt: Date;
}

/** Where to read: at most `limit` records of one partition, from `offset` on. */
export interface ReadPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly limit: number;
}

interface RecordRow {
  place: number;
  offset: string;
  key: string;
  envelope: string;
  appended_at: Date;
}

/** A batch is cut at so many bytes of envelopes, whatever its number of records: 100 events may be 50 MB. */
export const MAX_READ_BYTES = 2 * 1024 * 1024;

/** The log's tables. A head is the row of one partition of one topic; its id stands for both. */
export class LogRepository {
  private readonly headsByTopic = new Map<string, readonly number[]>();

  constructor(private readonly database: Database) {}

  async ensureTopics(topics: readonly string[]): Promise<void> {
    const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
    await this.database.sql.query(
      `insert into log_heads (topic, partition, next_offset)
       select t.topic, p.partition, 0 from unnest($1::text[]) t(topic), unnest($2::int[]) p(partition)
       where not exists (select from log_heads h where h.topic = t.topic and h.partition = p.partition)
       order by t.topic, p.partition on conflict do nothing`,
      [topics, partitions],
    );
    await Promise.all(topics.map((topic) => this.headsOf(topic)));
  }

  /** Head ids of a topic, by partition. */
  async headsOf(topic: string): Promise<readonly number[]> {
    const known = this.headsByTopic.get(topic);
    if (known !== undefined) return known;
    const rows = await this.database.sql.query<{ id: number }>('select id from log_heads where topic = $1 order by partition', [topic]);
    if (rows.length !== PARTITIONS)
      throw new ConfigurationError(`topic ${topic} does not exist`, {
        code: 'topic_missing',
        hint: 'name it among the topics of the app that uses it',
        fields: { topic },
      });
    const heads = rows.map((row) => row.id);
    this.headsByTopic.set(topic, heads);
    return heads;
  }

  /** So that a later `append` of such records sends its statement at once. */
  async learnHeads(records: readonly EncodedRecord[]): Promise<void> {
    for (const { topic } of records) if (!this.headsByTopic.has(topic)) await this.headsOf(topic);
  }

  /**
   * Appends with one statement and holds the heads' locks until the transaction ends, so offsets are dense and in commit order. `notify`
   * wakes other processes at the commit.
   */
  async append(sql: Sql, records: readonly EncodedRecord[], now: Date, notify: boolean): Promise<Appended[]> {
    const byHead = new Map<number, EncodedRecord[]>();
    const heads: number[] = [];
    const sequence: number[] = [];
    for (const record of records) {
      const { topic, key } = record;
      const head = (this.headsByTopic.get(topic) ?? (await this.headsOf(topic)))[partitionOf(key)]!;
      const before = byHead.get(head) ?? [];
      heads.push(head);
      sequence.push(before.length);
      byHead.set(head, before);
      before.push(record);
    }
    // JSON has no raw line breaks, so the envelopes travel as one text: a text[] would be escaped here and unescaped there.
    const envelopes = records.map((record) => record.json).join('\n');
    const keys = records.map((record) => record.key);
    const rows = await sql.query<{ id: number; next_offset: string }>(
      notify ? APPEND_AND_NOTIFY : APPEND,
      [[...byHead.keys()], [...byHead.values()].map(({ length }) => length), heads, sequence, keys, envelopes, now],
      notify ? 'bus_append_notify' : 'bus_append',
    );
    return rows.map(({ id, next_offset }) => ({ head: id, next: Number(next_offset), records: byHead.get(id) ?? [], appendedAt: now }));
  }

  /** What each place holds from its offset on, all in one statement. */
  async readMany(places: readonly ReadPlace[]): Promise<ConsumedRecord[][]> {
    const heads = await Promise.all(places.map(async ({ topic, partition }) => (await this.headsOf(topic))[partition] ?? -1));
    const rows = await this.database.sql.query<RecordRow>(
      READ,
      [heads, places.map(({ offset }) => offset), places.map(({ limit }) => limit), MAX_READ_BYTES],
      'bus_read',
    );
    const found = places.map((): ConsumedRecord[] => []);
    for (const row of rows) {
      const { topic, partition } = places[row.place - 1]!;
      found[row.place - 1]!.push({
        topic,
        partition,
        offset: row.offset,
        key: row.key,
        envelope: JSON.parse(row.envelope) as Envelope,
        appendedAt: row.appended_at,
        attempt: 1,
        replayed: false,
      });
    }
    return found;
  }

  /** Offset of the first record appended at `time` or later; the end when there is none. */
  async findOffsetAt(head: number, time: Date): Promise<number> {
    // Times rise with offsets but for what appends waited and clocks differ, so the last stretch is looked at one by one.
    const near = await this.bisect(head, new Date(time.getTime() - MAX_DISORDER_MS));
    const [row] = await this.database.sql.query<{ offset: string }>(
      `select coalesce((select "offset" from log_records where head = $1 and "offset" >= $2 and appended_at >= $3 order by "offset" limit 1),
         (select next_offset from log_heads where id = $1)) as "offset"`,
      [head, near, time],
    );
    return Number(row?.offset ?? near);
  }

  /** Halves the partition until the first record of that time is found. */
  private async bisect(head: number, time: Date): Promise<number> {
    const [bounds] = await this.database.sql.query<{ low: string; high: string }>(
      `select coalesce((select "offset" from log_records where head = h.id order by "offset" limit 1), next_offset) as low,
         next_offset as high from log_heads h where id = $1`,
      [head],
    );
    let low = Number(bounds?.low ?? 0);
    let high = Number(bounds?.high ?? 0);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [row] = await this.database.sql.query<{ offset: string; appended_at: Date }>(
        `select "offset", appended_at from log_records where head = $1 and "offset" >= $2 order by "offset" limit 1`,
        [head, middle],
      );
      if (row === undefined || row.appended_at >= time) high = middle;
      else low = Number(row.offset) + 1;
    }
    return low;
  }
}
