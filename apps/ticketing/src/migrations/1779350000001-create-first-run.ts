import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of the first run was skipped or ended by hand. */
export class CreateFirstRun1779350000001 implements MigrationInterface {
  readonly name = 'CreateFirstRun1779350000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table first_run_marks (mark text primary key, made_by uuid, made_at timestamptz not null)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists first_run_marks');
  }
}
