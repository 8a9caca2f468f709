import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // 16 rows a topic, updated at every append: room for HOT updates in the page.
  `create table log_heads (
     id integer generated always as identity primary key,
     topic text not null,
     partition integer not null,
     next_offset bigint not null,
     unique (topic, partition)
   ) with (fillfactor = 20)`,
  // Envelopes of up to 8 kB stay in their row, uncompressed: compressing 2-4 kB costs more CPU than the rest of the append.
  `create table log_records (
     head integer not null,
     "offset" bigint not null,
     key text not null,
     envelope text not null,
     appended_at timestamptz not null,
     primary key (head, "offset")
   ) with (toast_tuple_target = 8160, autovacuum_vacuum_insert_scale_factor = 1, autovacuum_analyze_scale_factor = 0.5)`,
  `create table consumer_groups (
     group_name text not null,
     topic text not null,
     primary key (group_name, topic)
   )`,
  `create table consumer_members (
     id uuid primary key,
     group_name text not null,
     topic text not null,
     session integer not null,
     heartbeat_at timestamptz not null
   )`,
  `create index consumer_members_group on consumer_members (group_name, topic)`,
  `create table consumer_offsets (
     group_name text not null,
     head integer not null,
     committed bigint not null,
     owner uuid,
     generation bigint not null,
     primary key (group_name, head)
   ) with (fillfactor = 20)`,
];

/** The log of the Postgres engine, its groups and their offsets. */
export class CreateLog1767225600202 implements MigrationInterface {
  readonly name = 'CreateLog1767225600202';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table consumer_offsets, consumer_members, consumer_groups, log_records, log_heads');
  }
}
