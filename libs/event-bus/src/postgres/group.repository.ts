import type { Database, Transaction } from '#database';
import type { BusSession } from './bus-session.js';
import { SESSION_LOCKS } from './bus-session.js';

/** One partition of a group as the tables have it. */
export interface Ownership {
  readonly head: number;
  readonly owner: string | null;
  readonly generation: number;
  readonly committed: number;
  /** Offset of the next record that will be appended. */
  readonly end: number;
}

export interface MemberRow {
  readonly id: string;
  /** Its process still holds its session's lock. */
  readonly connected: boolean;
  /** Moves as long as it lives. */
  readonly beat: number;
}

export interface GroupView {
  readonly members: readonly MemberRow[];
  readonly partitions: readonly Ownership[];
}

export interface OffsetCommit {
  readonly group: string;
  readonly head: number;
  readonly member: string;
  readonly generation: number;
  readonly next: number;
}

export interface GroupScope {
  readonly group: string;
  readonly topic: string;
}

const MEMBERS = `
  select m.id, m.beat::float8 as beat, exists (
    select from pg_locks l where l.locktype = 'advisory' and l.classid = ${SESSION_LOCKS} and l.objid = m.session and l.objsubid = 2
      and l.database = (select oid from pg_database where datname = current_database())) as connected
  from consumer_members m where m.group_name = $1 and m.topic = $2 order by m.id`;

const PARTITIONS = `
  select o.head, o.owner, o.generation::float8 as generation, o.committed::float8 as committed, h.next_offset::float8 as "end"
  from consumer_offsets o join log_heads h on h.id = o.head where o.group_name = $1 and h.topic = $2 order by o.head`;

/** Members and offsets of consumer groups. Whatever moves a partition runs under the group's row lock. */
export class GroupRepository {
  constructor(
    private readonly database: Database,
    private readonly session: BusSession,
  ) {}

  /** Makes the group's rows; an offset that exists stays. */
  async ensureGroup({ group, topic }: GroupScope, from: 'earliest' | 'latest'): Promise<void> {
    await this.database.sql.query('insert into consumer_groups (group_name, topic) values ($1, $2) on conflict do nothing', [group, topic]);
    await this.database.sql.query(
      `insert into consumer_offsets (group_name, head, committed, generation)
       select $1, h.id, case when $3 then h.next_offset else coalesce(
         (select r."offset" from log_records r where r.head = h.id order by r."offset" limit 1), h.next_offset) end, 0
       from log_heads h where h.topic = $2 order by h.id on conflict do nothing`,
      [group, topic, from === 'latest'],
    );
  }

  /** Runs `work` while nobody else changes members or owners of the group. */
  withGroup<T>({ group, topic }: GroupScope, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.database.run(async (transaction) => {
      await transaction.query('select from consumer_groups where group_name = $1 and topic = $2 for update', [group, topic]);
      return work(transaction);
    });
  }

  /** As of now, without any lock. */
  async view({ group, topic }: GroupScope): Promise<GroupView> {
    const members = await this.session.query<MemberRow>(MEMBERS, [group, topic], 'bus_members');
    const partitions = await this.session.query<Ownership>(PARTITIONS, [group, topic], 'bus_partitions');
    return { members, partitions };
  }

  /** Enters `member` (again), drops those whom `findDead` names, and tells who is left and who owns what. Call inside `withGroup`. */
  async enter(
    transaction: Transaction,
    { group, topic }: GroupScope,
    member: string,
    findDead: (members: readonly MemberRow[]) => readonly string[],
  ): Promise<GroupView> {
    await transaction.query(
      `insert into consumer_members as m (id, group_name, topic, session, beat) values ($1, $2, $3, $4, 1)
       on conflict (id) do update set session = excluded.session, beat = m.beat + 1`,
      [member, group, topic, this.session.session],
    );
    const members = await transaction.query<MemberRow & { [column: string]: unknown }>(MEMBERS, [group, topic]);
    const dead = findDead(members);
    if (dead.length > 0) await transaction.query('delete from consumer_members where id = any($1)', [dead]);
    const partitions = await transaction.query<Ownership & { [column: string]: unknown }>(PARTITIONS, [group, topic]);
    return { members: members.filter((row) => !dead.includes(row.id)), partitions };
  }

  /** Call inside `withGroup`, for partitions whose owner is nobody or dead. */
  async claim(transaction: Transaction, group: string, member: string, heads: readonly number[]): Promise<void> {
    await transaction.query(
      `update consumer_offsets set owner = $2, generation = generation + 1 where group_name = $1 and head = any($3)`,
      [group, member, heads],
    );
  }

  /** Gives partitions up, unless they are another's by now. */
  async release(group: string, member: string, heads: readonly number[]): Promise<void> {
    await this.database.sql.query(`update consumer_offsets set owner = null where group_name = $1 and owner = $2 and head = any($3)`, [
      group,
      member,
      heads,
    ]);
  }

  async leave(group: string, member: string): Promise<void> {
    await this.database.run(async (transaction) => {
      await transaction.query(`update consumer_offsets set owner = null where group_name = $1 and owner = $2`, [group, member]);
      await transaction.query('delete from consumer_members where id = $1', [member]);
    });
  }

  /** Returns the members that are still known; the others were given up as dead and must enter again. */
  async beat(members: readonly string[]): Promise<Set<string>> {
    const rows = await this.session.query<{ id: string }>(
      'update consumer_members set beat = beat + 1, session = $2 where id = any($1) returning id',
      [members, this.session.session],
      'bus_beat',
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Moves offsets whose owner and generation are still the committer's; returns the index of those that moved. */
  async commit(commits: readonly OffsetCommit[]): Promise<Set<number>> {
    const rows = await this.session.query<{ ord: number }>(
      `update consumer_offsets o set committed = c.next
       from unnest($1::text[], $2::int[], $3::uuid[], $4::bigint[], $5::bigint[]) with ordinality
         c(group_name, head, member, generation, next, ord)
       where o.group_name = c.group_name and o.head = c.head and o.owner = c.member and o.generation = c.generation
       returning c.ord::int`,
      [
        commits.map((commit) => commit.group),
        commits.map((commit) => commit.head),
        commits.map((commit) => commit.member),
        commits.map((commit) => commit.generation),
        commits.map((commit) => commit.next),
      ],
      'bus_commit',
    );
    return new Set(rows.map((row) => row.ord - 1));
  }

  /** Moves offsets whoever owns them; the new generation makes the owner begin again from there. */
  async rewind(transaction: Transaction, group: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    await transaction.query(
      `update consumer_offsets o set committed = greatest(0, m.next), generation = generation + 1
       from unnest($2::int[], $3::bigint[]) m(head, next) where o.group_name = $1 and o.head = m.head`,
      [group, [...offsets.keys()], [...offsets.values()]],
    );
  }

  async readEnds(heads: readonly number[]): Promise<{ head: number; next: number }[]> {
    return this.session.query<{ head: number; next: number }>(
      'select id as head, next_offset::float8 as next from log_heads where id = any($1)',
      [heads],
      'bus_ends',
    );
  }
}
