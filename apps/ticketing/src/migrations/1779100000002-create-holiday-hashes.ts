import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which files of holidays the clocks were judged: one row. */
export class CreateHolidayHashes1779100000002 implements MigrationInterface {
  readonly name = 'CreateHolidayHashes1779100000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table holiday_hashes (
        one boolean primary key check (one),
        hash text not null,
        applied_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists holiday_hashes');
  }
}
