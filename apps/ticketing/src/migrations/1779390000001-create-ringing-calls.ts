import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calls that ring somewhere or are spoken, as long as they go on. */
export class CreateRingingCalls1779390000001 implements MigrationInterface {
  readonly name = 'CreateRingingCalls1779390000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ringing_calls (
        entry_id uuid primary key,
        extensions text[] not null,
        told_at timestamptz not null
      )`);
    await runner.query('create index ringing_calls_told on ringing_calls (told_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists ringing_calls');
  }
}
