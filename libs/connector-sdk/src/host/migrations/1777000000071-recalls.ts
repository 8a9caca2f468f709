import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often a sent reply was asked back, and what was told of it. */
export class Recalls1777000000071 implements MigrationInterface {
  readonly name = 'Recalls1777000000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sent_commands add column recall jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sent_commands drop column recall');
  }
}
