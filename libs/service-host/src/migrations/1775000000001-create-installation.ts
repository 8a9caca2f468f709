import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row: what all processes of an installation have in common. */
export class CreateInstallation1775000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table installation (
      single boolean primary key check (single),
      secret_print text not null,
      created_at timestamptz not null
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table if exists installation');
  }
}
