import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a door asked for: tasks, tickets that few may see, answers that wait for a proof; and who heard a recording. */
export class CreateHandling1772800000002 implements MigrationInterface {
  readonly name = 'CreateHandling1772800000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table tickets add column confidential boolean not null default false, add column proof jsonb');
    await runner.query('create index tickets_confidential on tickets (opened_at desc) where confidential');
    await runner.query(`
      create table tasks (
        id uuid primary key,
        entry_id uuid not null,
        key text not null,
        kind text not null,
        text text not null,
        due_at timestamptz,
        created_at timestamptz not null,
        done_at timestamptz,
        done_by jsonb,
        outcome text,
        unique (entry_id, key)
      )`);
    await runner.query('create index tasks_open on tasks (created_at, id) where done_at is null');
    await runner.query(`
      create table recording_accesses (
        id uuid primary key,
        entry_id uuid not null,
        recording integer not null,
        actor jsonb not null,
        first_byte bigint not null,
        last_byte bigint not null,
        at timestamptz not null
      )`);
    await runner.query('create index recording_accesses_entry on recording_accesses (entry_id, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists recording_accesses, tasks');
    await runner.query('alter table tickets drop column confidential, drop column proof');
  }
}
