import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a remote holds beside what we have; and of deliveries whose person was taken out, that they were once here. */
export class CreateReconciliations1779360000003 implements MigrationInterface {
  readonly name = 'CreateReconciliations1779360000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table reconciliations (
      id uuid primary key,
      inbox_id text not null,
      channel text not null,
      asked_at timestamptz not null,
      asked_by text not null,
      compared_at timestamptz,
      result json,
      failure json
    )`);
    await runner.query('create index reconciliations_asked on reconciliations (inbox_id, asked_at desc, id desc)');
    await runner.query(`create table reconciliation_parts (
      reconciliation_id uuid not null references reconciliations on delete cascade,
      listing uuid not null,
      part integer not null,
      messages json not null,
      left_out json not null,
      primary key (reconciliation_id, listing, part)
    )`);
    await runner.query(`create table reconciliation_differences (
      reconciliation_id uuid not null references reconciliations on delete cascade,
      ref text not null,
      at timestamptz,
      remote_message_id text,
      sender text,
      subject text,
      size_bytes bigint,
      asked_at timestamptz,
      asked_by text,
      outcome text check (outcome in ('taken', 'gone', 'failed')),
      failure json,
      primary key (reconciliation_id, ref)
    )`);
    await runner.query(`create table erased_deliveries (print bytea primary key)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists reconciliation_differences, reconciliation_parts, reconciliations, erased_deliveries');
  }
}
