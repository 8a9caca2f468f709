import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // One row a key that has parked records (lane `k:<key>`) and one a dead letter under replay (lane `r:<partition>:<offset>`).
  `create table parked_keys (
     group_name text not null,
     topic text not null,
     lane text not null,
     partition integer not null,
     next_try_at timestamptz not null,
     leased_by uuid,
     leased_until timestamptz,
     primary key (group_name, topic, lane)
   )`,
  `create index parked_keys_due on parked_keys (group_name, topic, next_try_at)`,
  // text, not jsonb: jsonb refuses \\u0000, and nothing asks inside the envelope.
  `create table parked_records (
     group_name text not null,
     topic text not null,
     partition integer not null,
     "offset" bigint not null,
     lane text not null,
     key text not null,
     envelope text not null,
     appended_at timestamptz not null,
     attempts integer not null,
     replayed boolean not null,
     code text,
     reason text,
     inbox_id text,
     remote_message_id text,
     blob_refs text[] not null,
     parked_at timestamptz not null,
     primary key (group_name, topic, partition, "offset")
   )`,
  `create index parked_records_lane on parked_records (group_name, topic, lane, "offset")`,
  `create index parked_records_remote_id on parked_records (remote_message_id)`,
  `create index parked_records_blobs on parked_records using gin (blob_refs)`,
  `create table dead_letters (
     id bigint generated always as identity primary key,
     group_name text not null,
     topic text not null,
     partition integer not null,
     "offset" bigint not null,
     key text not null,
     envelope text not null,
     appended_at timestamptz not null,
     error_class text not null,
     code text not null,
     reason text not null,
     attempts integer not null,
     raw_ref text,
     inbox_id text,
     remote_message_id text,
     blob_refs text[] not null,
     state text not null,
     died_at timestamptz not null,
     replayed_at timestamptz,
     unique (group_name, topic, partition, "offset")
   )`,
  `create index dead_letters_remote_id on dead_letters (remote_message_id)`,
  `create index dead_letters_blobs on dead_letters using gin (blob_refs)`,
];

/** Parked records and dead letters, on both engines. */
export class CreateConsuming1767225600201 implements MigrationInterface {
  readonly name = 'CreateConsuming1767225600201';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table dead_letters, parked_records, parked_keys');
  }
}
